"""Shapes of what puts conversations in order: filters, folders, tags, work on many, the archive."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from convosphere.platform.texts import one_line, some_line

# The client has a shade of each for light and for dark.
Colour = Literal["grey", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"]
Sort = Literal["recent", "oldest", "title"]
Nowhere = Literal["none"]
Scope = Literal["own", "joined"]

MOST_AT_ONCE = 200


FolderName = Annotated[str, Field(max_length=100, examples=["Travel"]), AfterValidator(some_line)]
TagName = Annotated[str, Field(max_length=40, examples=["urgent"]), AfterValidator(some_line)]


class _Input(BaseModel):
    """Base of what comes in: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class ConversationFilter(_Input):
    """Which conversations; what is left out does not matter."""

    folder: UUID | Nowhere | None = Field(None, description="A folder's id, or `none`: those in no folder")
    tag: UUID | None = None
    pinned: bool | None = None
    archived: bool = False
    q: Annotated[str, Field(max_length=200), AfterValidator(one_line)] | None = Field(
        None, description="Part of the title"
    )


class ConversationQuery(ConversationFilter):
    """Which conversations, in which order, which page."""

    scope: Scope = Field("own", description="One's own, or those that others have opened to one (or to one's groups)")
    sort: Sort = Field("recent", description="By the newest message, the oldest first, or by title")
    limit: int = Field(50, ge=1, le=MOST_AT_ONCE, description="How many at most")
    cursor: str | None = Field(None, max_length=1000, description="`next_cursor` of the page before")

    @model_validator(mode="after")
    def _order_is_ones_own(self) -> Self:
        ordered = self.archived or (self.folder, self.tag, self.pinned) != (None, None, None)
        if self.scope == "joined" and ordered:
            raise PydanticCustomError("joined_without_order", "Joined conversations lie in no folder of yours.")
        return self


class FolderCreate(_Input):
    """A new folder, at the end of its parent."""

    name: FolderName
    colour: Colour | None = None
    parent_id: UUID | None = Field(None, description="None: at the top")


class FolderPatch(_Input):
    """What changes; what is left out stays."""

    name: FolderName | None = None
    colour: Colour | None = None
    parent_id: UUID | None = None
    position: int | None = Field(None, ge=0, le=10_000, description="Its place among the folders beside it, from 0")


class FolderOut(BaseModel):
    """A folder. Conversations name it; folders lie in each other by `parent_id`."""

    id: UUID
    name: str
    colour: Colour | None
    parent_id: UUID | None
    position: int = Field(description="Orders it among the folders beside it")


class FolderList(BaseModel):
    """All of a person's folders: parents, then by place."""

    items: list[FolderOut]


class TagCreate(_Input):
    """A new tag."""

    name: TagName
    colour: Colour | None = None


class TagPatch(_Input):
    """What changes; what is left out stays."""

    name: TagName | None = None
    colour: Colour | None = None


class TagOut(BaseModel):
    """A tag."""

    id: UUID
    name: str
    colour: Colour | None


class TagList(BaseModel):
    """All of a person's tags, by name."""

    items: list[TagOut]


BulkAction = Literal["archive", "unarchive", "delete", "move", "tag", "untag", "pin", "unpin"]


class BulkChange(_Input):
    """One thing done to many conversations: to those named, or to those that a filter finds."""

    action: BulkAction
    ids: list[UUID] | None = Field(None, min_length=1, max_length=MOST_AT_ONCE)
    filter: ConversationFilter | None = None
    folder_id: UUID | None = Field(None, description="For `move`: where to; none: out of its folder")
    tag_id: UUID | None = Field(None, description="For `tag` and `untag`: which")

    @model_validator(mode="after")
    def _says_which_and_what(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise PydanticCustomError("ids_or_filter", "Say either ids or a filter.")
        if self.action in ("tag", "untag") and self.tag_id is None:
            raise PydanticCustomError("tag_missing", "Say which tag.")
        return self


class BulkFailure(BaseModel):
    """A conversation that nothing was done to, and why."""

    id: UUID
    code: str = Field(examples=["not_found"])


class BulkResult(BaseModel):
    """What was done. A filter is worked off in parts: ask again while `more`."""

    changed: int = Field(description="How many are different now")
    failed: list[BulkFailure] = Field(description="Those among `ids` that there are not, or not for this person")
    more: bool = Field(description="The filter finds others still")


class RetentionOut(BaseModel):
    """How long archived conversations stay.

    One is deleted `days` after it was archived, but never earlier than `days` after its last message or after `since`.
    """

    days: int | None = Field(description="None: they stay until somebody deletes them")
    since: datetime | None = Field(description="When this was set")


class RetentionPut(_Input):
    """How long archived conversations are to stay."""

    days: int | None = Field(ge=1, le=3650)


class TemplateStart(_Input):
    """What stands in the places of a template's variables; those left out take their default."""

    variables: dict[str, Annotated[str, Field(max_length=50_000)]] = Field(default_factory=dict, max_length=20)
    folder_id: UUID | None = Field(None, description="Where the conversation is to lie")
