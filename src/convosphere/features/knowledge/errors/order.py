"""What can be wrong with folders and tags."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError


class FolderTooDeepError(ConflictError):
    """Folders lie inside each other only so deep."""

    code: ClassVar[str] = "knowledge_folder_too_deep"


class FolderCycleError(ConflictError):
    """A folder cannot lie in itself."""

    code: ClassVar[str] = "knowledge_folder_cycle"


class TooManyFoldersError(ConflictError):
    """The base has as many folders as it may."""

    code: ClassVar[str] = "knowledge_too_many_folders"


class TagGoingError(ConflictError):
    """The tag is being taken from its documents, and goes with the last of them."""

    code: ClassVar[str] = "knowledge_tag_going"


class TooManyTagsError(ConflictError):
    """The base has as many tags as it may."""

    code: ClassVar[str] = "knowledge_too_many_tags"
