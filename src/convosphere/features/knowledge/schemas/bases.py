"""Shapes of bases and of who may what in them."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from convosphere.features.accounts.types import SubjectKind
from convosphere.features.knowledge.schemas.texts import Description, Input, Language, PageQuery, Search, Title
from convosphere.features.knowledge.types import BaseRole


class Strategy(Input):
    """How documents are cut. Sizes are tokens, estimated.

    `structure` keeps to headings and tables, `fixed` cuts by size with an overlap, `whole` keeps each document in one
    piece, `parent_child` searches small pieces and shows the larger ones around them.
    """

    kind: Literal["structure", "fixed", "whole", "parent_child"] = "structure"
    max_tokens: int = Field(400, ge=50, le=2_000)
    overlap_tokens: int = Field(60, ge=0, le=500)
    child_tokens: int = Field(120, ge=20, le=1_000)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.kind == "fixed" and self.overlap_tokens > self.max_tokens // 2:
            raise PydanticCustomError("overlap_too_large", "At most half of a piece may overlap.")
        if self.kind == "parent_child" and self.child_tokens > self.max_tokens:
            raise PydanticCustomError("child_too_large", "A child is no larger than its parent.")
        return self


class BaseIn(Input):
    """A base as it is to be. Whoever makes it manages it."""

    name: Title
    description: Description = ""
    language: Language | None = Field(None, description="Of most documents; none: each document's own")
    strategy: Strategy = Field(default_factory=Strategy)
    everyone_role: BaseRole | None = Field(
        None, description="What everybody in the organisation may; none: only members"
    )


class BasePatch(Input):
    """What is to change. A new strategy holds for what comes from now on; reprocess the others."""

    name: Title | None = None
    description: Description | None = None
    language: Language | None = None
    strategy: Strategy | None = None
    everyone_role: BaseRole | None = None


class BaseOut(BaseModel):
    """A base."""

    id: UUID
    name: str
    description: str
    language: str | None
    strategy: Strategy
    everyone_role: BaseRole | None
    your_role: BaseRole
    lexical_only: bool = Field(description="Nothing embeds its documents: they are found by words alone")
    document_count: int
    chunk_count: int
    bytes: int = Field(description="What all versions of all documents take")
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = Field(description="For `keep_deleted_days` from then on it can be brought back")


class BasePage(BaseModel):
    """Bases by name."""

    items: list[BaseOut]
    next_cursor: str | None


class BaseQuery(PageQuery):
    """Which bases."""

    q: Search | None = Field(None, description="Part of the name")
    role: BaseRole = Field(BaseRole.VIEWER, description="Those in which one may at least this")
    deleted: bool = Field(default=False, description="Deleted ones that can be brought back, for their managers")


class BaseMemberIn(Input):
    """What they may."""

    role: BaseRole


class BaseMemberOut(BaseModel):
    """A person or a group, and what they may in a base."""

    kind: SubjectKind
    id: UUID
    name: str
    role: BaseRole
    added_at: datetime


class BaseMemberList(BaseModel):
    """Who may what in a base."""

    items: list[BaseMemberOut]
    everyone_role: BaseRole | None
    your_role: BaseRole


class KnowledgeLimits(BaseModel):
    """What one may bring in. Sizes are bytes."""

    max_bytes: int = Field(description="Largest file")
    archive_bytes: int = Field(description="Largest archive to unpack")
    text_characters: int = Field(description="Longest text to be pasted")
    organization_bytes: int
    used_bytes: int
    chunk_bytes: int = Field(description="Most that one upload request carries")
    open_uploads: int = Field(description="Uploads one may have begun and not ended")
    keep_deleted_days: int = Field(description="How long deleted documents and bases can be brought back")
