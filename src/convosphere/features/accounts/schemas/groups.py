"""Shapes of groups and of the directory."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from convosphere.features.accounts.schemas.texts import Cursor, Input, Name, PageQuery, Search, printable
from convosphere.features.accounts.types import SubjectKind

_Description = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    Field(max_length=300, examples=["Everybody who looks after customers"]),
    AfterValidator(printable),
]


class GroupIn(Input):
    """A new group."""

    name: Name
    description: _Description = ""


class GroupPatch(Input):
    """What changes; what is left out stays."""

    name: Name | None = None
    description: _Description | None = None


class GroupOut(BaseModel):
    """A group."""

    id: UUID
    name: str
    description: str
    member_count: int = Field(description="Closed accounts included")


class GroupPage(BaseModel):
    """A page of groups, by name."""

    items: list[GroupOut]
    next_cursor: str | None


class GroupsQuery(PageQuery):
    """Which groups."""

    q: Search | None = Field(None, description="Part of a name or a description")


class GroupMemberItem(BaseModel):
    """A person in a group."""

    id: UUID = Field(description="The person's")
    name: str
    email: str
    active: bool = Field(description="False: the account is closed")
    added_at: datetime


class GroupMemberPage(BaseModel):
    """A page of a group's members, by name."""

    items: list[GroupMemberItem]
    next_cursor: str | None


class DirectoryQuery(Input):
    """Whom one looks for."""

    q: Search | None = Field(None, description="Part of a name or an e-mail address; none: the first by name")
    limit: Annotated[int, Field(ge=1, le=20, description="Most items on a page")] = 20
    cursor: Cursor | None = None


class DirectoryEntry(BaseModel):
    """A person or a group that something can be opened to."""

    kind: SubjectKind
    id: UUID
    name: str
    detail: str | None = Field(description="A person's e-mail address; nothing for groups")


class DirectoryPage(BaseModel):
    """People before groups; among each, whose name begins with the text first, then by name."""

    items: list[DirectoryEntry]
    next_cursor: str | None
