"""Shapes of folders and tags."""

from uuid import UUID

from pydantic import BaseModel, Field

from convosphere.features.knowledge.schemas.operations import OperationOut
from convosphere.features.knowledge.schemas.texts import ColourName, DocumentName, Input, Label


class BaseFolderIn(Input):
    """A folder as it is to be."""

    name: DocumentName
    parent_id: UUID | None = None


class BaseFolderPatch(Input):
    """What is to change; `parent_id` null: to the top."""

    name: DocumentName | None = None
    parent_id: UUID | None = None


class BaseFolderOut(BaseModel):
    """A folder, and how many documents lie in it (not below)."""

    id: UUID
    name: str
    parent_id: UUID | None
    document_count: int


class BaseFolderList(BaseModel):
    """All folders of a base, by name."""

    items: list[BaseFolderOut]


class BaseTagIn(Input):
    """A tag as it is to be."""

    name: Label
    colour: ColourName | None = None


class BaseTagPatch(Input):
    """What is to change."""

    name: Label | None = None
    colour: ColourName | None = None


class BaseTagMerge(Input):
    """The tag that takes the other's documents."""

    into: UUID


class BaseTagOut(BaseModel):
    """A tag, and how many documents have it."""

    id: UUID
    name: str
    colour: str | None
    document_count: int


class BaseTagMerged(BaseModel):
    """What becomes of a tag that goes into another."""

    operation: OperationOut | None = Field(description="Gives its documents the other one; null: that is done")
    tag: BaseTagOut = Field(description="The other one, as it is now")


class BaseTagList(BaseModel):
    """All tags of a base, by name."""

    items: list[BaseTagOut]
