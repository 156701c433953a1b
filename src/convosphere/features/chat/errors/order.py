"""What can be wrong with folders and tags."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, InvalidInputError


class FolderTooDeepError(InvalidInputError):
    """Folders lie in each other only so deep."""

    code: ClassVar[str] = "folder_too_deep"


class FolderInsideItselfError(InvalidInputError):
    """A folder cannot lie in itself, nor in one that lies in it."""

    code: ClassVar[str] = "folder_inside_itself"


class TooManyFoldersError(ConflictError):
    """A person has as many folders as there can be."""

    code: ClassVar[str] = "too_many_folders"


class TooManyTagsError(ConflictError):
    """A person has as many tags as there can be."""

    code: ClassVar[str] = "too_many_tags"


class TagNameTakenError(ConflictError):
    """Another tag of this person has the name, perhaps in another case."""

    code: ClassVar[str] = "tag_name_taken"
