"""Shapes of work on many documents at once."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from convosphere.features.knowledge.schemas.texts import Input, PageQuery, Problem
from convosphere.features.knowledge.types import OperationKind, OperationStatus


class Selection(Input):
    """Documents: these, and all in these folders and below; or everything in the base."""

    document_ids: list[UUID] = Field(default_factory=list, max_length=5_000)
    folder_ids: list[UUID] = Field(default_factory=list, max_length=200)
    everything: bool = False
    older_reader: bool = Field(default=False, description="Of these, only what an older reader has read")

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        if not (self.document_ids or self.folder_ids or self.everything):
            raise PydanticCustomError("selection_empty", "Nothing is selected.")
        return self


class OperationIn(Input):
    """What is to be done with them."""

    kind: Literal["move", "tag", "delete", "reprocess"]
    selection: Selection
    to_base_id: UUID | None = Field(
        None,
        description="`move`: into another base that one edits, folders included; none: within this one",
    )
    folder_id: UUID | None = Field(None, description="`move`: where to, in that base; none: to the top")
    add_tags: list[UUID] = Field(default_factory=list, max_length=20)
    remove_tags: list[UUID] = Field(default_factory=list, max_length=20)


class ZipIn(Input):
    """Documents to be fetched as one archive."""

    selection: Selection


class OperationFolder(BaseModel):
    """A folder that was selected, with all in it."""

    id: UUID
    name: str


class OperationTag(BaseModel):
    """A tag that an operation takes from its documents."""

    id: UUID
    name: str


class OperationOut(BaseModel):
    """An operation, and how far it is."""

    id: UUID
    base_id: UUID
    to_base_id: UUID | None = Field(description="`move`: into which other base")
    folders: list[OperationFolder] = Field(
        description="Those that were selected: moved as they are, each counted as one, or deleted once they are empty"
    )
    tag: OperationTag | None = Field(
        description="`tag`: the one that is deleted or merged into another; it goes when no document has it any more"
    )
    kind: OperationKind
    status: OperationStatus
    total: int
    done: int
    failed: int
    problem: Problem | None
    undoable: bool = Field(description="What it deleted can be brought back")
    created_by: UUID | None
    created_at: datetime
    finished_at: datetime | None


class FolderDeletion(BaseModel):
    """What became of a folder that is to go."""

    operation: OperationOut | None = Field(description="Deletes what is in it, then the folder; null: it is gone")


class TagDeletion(BaseModel):
    """What became of a tag that is to go."""

    operation: OperationOut | None = Field(description="Takes it from its documents, then deletes it; null: it is gone")


class OperationPage(BaseModel):
    """Operations of a base, the newest first."""

    items: list[OperationOut]
    next_cursor: str | None


class OperationQuery(PageQuery):
    """Which operations."""

    base_id: UUID


class FailureOut(BaseModel):
    """A document that it failed for."""

    document_id: UUID | None
    name: str
    problem: Problem


class FailurePage(BaseModel):
    """Failures, in their order."""

    items: list[FailureOut]
    next_cursor: str | None


class FailureQuery(PageQuery):
    """Which page."""
