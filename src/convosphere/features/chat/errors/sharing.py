"""What can be wrong with shares, and with opening a conversation to others."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, ForbiddenError, InvalidInputError


class NothingToShareError(ConflictError):
    """Nothing was said yet, or the conversation is to leave no trace."""

    code: ClassVar[str] = "nothing_to_share"


class ShareInThePastError(InvalidInputError):
    """A share that would have expired already."""

    code: ClassVar[str] = "share_in_the_past"


class ConversationReadOnlyError(ForbiddenError):
    """The conversation is opened to this person to read, no more."""

    code: ClassVar[str] = "conversation_read_only"


class ConversationOwnerOnlyError(ForbiddenError):
    """Only the conversation's owner may do this: with the conversation, or with what others wrote."""

    code: ClassVar[str] = "conversation_owner_only"


class TemporaryNotShareableError(ConflictError):
    """A conversation that is to leave no trace cannot be opened to others."""

    code: ClassVar[str] = "temporary_not_shareable"


class OwnerIsNoMemberError(ConflictError):
    """The owner has access anyway, and it cannot be taken away."""

    code: ClassVar[str] = "owner_is_no_member"


class TooManyMembersError(ConflictError):
    """A conversation is opened to as many people and groups as it can be."""

    code: ClassVar[str] = "too_many_members"


class JoinedThroughGroupError(ConflictError):
    """The conversation is opened to a group of this person, not to them: there is nothing of their own to give up."""

    code: ClassVar[str] = "joined_through_group"
