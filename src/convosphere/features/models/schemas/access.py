"""Who may use a model."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from convosphere.features.accounts.schemas.texts import Input
from convosphere.features.models.types import AccessKind

MOST_ENTRIES = 200


class AccessEntryIn(Input):
    """A role, group or person."""

    kind: AccessKind
    subject: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(
        description="A role's name, or the id of a group or person", examples=["member"]
    )


class AccessIn(Input):
    """Who may use a model: everybody, or those that are named. Replaces what was."""

    restricted: bool = Field(description="False: everybody, and `items` is empty")
    items: Annotated[list[AccessEntryIn], Field(max_length=MOST_ENTRIES)] = Field(
        [], description="With `restricted` and none of them nobody may"
    )

    @field_validator("items")
    @classmethod
    def _each_once(cls, items: list[AccessEntryIn]) -> list[AccessEntryIn]:
        if len({(each.kind, each.subject.lower()) for each in items}) != len(items):
            raise PydanticCustomError("named_twice", "Name each one once.")
        return items


class AccessEntryOut(BaseModel):
    """A role, group or person."""

    kind: AccessKind
    subject: str
    name: str | None = Field(description="What a group or person is called; null for roles")


class AccessOut(BaseModel):
    """Who may use a model. Not `restricted`: everybody. It has one page."""

    restricted: bool
    items: list[AccessEntryOut]
    next_cursor: None = None
