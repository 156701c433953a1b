"""Shapes of joint conversations: whom they are opened to, who has read how far."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from convosphere.features.accounts.types import SubjectKind
from convosphere.features.chat.schemas.api import Input
from convosphere.features.chat.schemas.authors import PersonRef
from convosphere.features.chat.types import Access

MemberRole = Literal[Access.READER, Access.WRITER]


class MemberPut(Input):
    """What somebody may do from now on."""

    role: MemberRole


class MemberOut(BaseModel):
    """A person or a group that a conversation is opened to."""

    kind: SubjectKind
    id: UUID
    name: str
    role: MemberRole
    added_at: datetime


class MemberList(BaseModel):
    """Everybody who has access; there are at most 50 entries beside the owner."""

    owner: PersonRef
    items: list[MemberOut] = Field(description="People before groups, by name")
    you: Access


class ReceiptIn(Input):
    """How far one has got: name messages of the conversation. What lies further back than known changes nothing."""

    delivered: UUID | None = Field(None, description="The newest message that has arrived here")
    read: UUID | None = Field(None, description="The newest message that was seen; it has then arrived, too")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.delivered is None and self.read is None:
            raise PydanticCustomError("receipt_empty", "Name the message delivered or read.")
        return self


class ReceiptOut(BaseModel):
    """How far a person has got. A message has reached them, or they have read it, if it is not newer than this."""

    person: PersonRef
    delivered_until: datetime | None
    read_until: datetime | None
