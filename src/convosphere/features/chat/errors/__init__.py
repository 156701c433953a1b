"""What can be wrong with a request to the chat."""

from convosphere.features.chat.errors.messages import (
    AnswerRunningError,
    IdTakenError,
    MessageTooLongError,
    NotAnswerableError,
    NotContinuableError,
    NothingToChooseError,
    NotRateableError,
    NotShownError,
    QueueFullError,
    ResyncRequiredError,
    TooManyPinsError,
)
from convosphere.features.chat.errors.order import (
    FolderInsideItselfError,
    FolderTooDeepError,
    TagNameTakenError,
    TooManyFoldersError,
    TooManyTagsError,
)
from convosphere.features.chat.errors.sharing import (
    ConversationOwnerOnlyError,
    ConversationReadOnlyError,
    JoinedThroughGroupError,
    NothingToShareError,
    OwnerIsNoMemberError,
    ShareInThePastError,
    TemporaryNotShareableError,
    TooManyMembersError,
)

__all__ = [
    "AnswerRunningError",
    "ConversationOwnerOnlyError",
    "ConversationReadOnlyError",
    "FolderInsideItselfError",
    "FolderTooDeepError",
    "IdTakenError",
    "JoinedThroughGroupError",
    "MessageTooLongError",
    "NotAnswerableError",
    "NotContinuableError",
    "NotRateableError",
    "NotShownError",
    "NothingToChooseError",
    "NothingToShareError",
    "OwnerIsNoMemberError",
    "QueueFullError",
    "ResyncRequiredError",
    "ShareInThePastError",
    "TagNameTakenError",
    "TemporaryNotShareableError",
    "TooManyFoldersError",
    "TooManyMembersError",
    "TooManyPinsError",
    "TooManyTagsError",
]
