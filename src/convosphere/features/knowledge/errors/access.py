"""What can be wrong with who may what."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, ForbiddenError


class BaseReadOnlyError(ForbiddenError):
    """The person may read the base, not change its documents."""

    code: ClassVar[str] = "knowledge_read_only"


class BaseManagerOnlyError(ForbiddenError):
    """Only a manager of the base may do this."""

    code: ClassVar[str] = "knowledge_manager_only"


class TooManyMembersError(ConflictError):
    """So many people and groups have an entry of their own that no further one is taken."""

    code: ClassVar[str] = "knowledge_too_many_members"


class TooManyBasesError(ConflictError):
    """The organisation has as many bases as it may."""

    code: ClassVar[str] = "knowledge_too_many_bases"
