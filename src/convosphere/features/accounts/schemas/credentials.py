"""Shapes of sessions and API keys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from convosphere.features.accounts.schemas.texts import Input, Name
from convosphere.features.accounts.types import ApiKeyScope


def _each_once(scopes: list[ApiKeyScope]) -> list[ApiKeyScope]:
    return sorted(set(scopes))


class SessionItem(BaseModel):
    """A sign-in on one device."""

    id: UUID
    created_at: datetime
    last_used_at: datetime = Field(description="Exact to a minute")
    user_agent: str | None
    address: str | None
    current: bool = Field(description="Whether it is the one that asks")


class SessionPage(BaseModel):
    """A page of sessions, the newest first."""

    items: list[SessionItem]
    next_cursor: str | None


class ApiKeyIn(Input):
    """A key for a program."""

    name: Name
    scopes: Annotated[list[ApiKeyScope], Field(min_length=1, max_length=20), AfterValidator(_each_once)]
    expires_at: AwareDatetime | None = Field(None, description="None: it holds until it is revoked")


class ApiKeyOut(BaseModel):
    """An API key, without the secret."""

    id: UUID
    name: str
    hint: str = Field(description="The key's last four characters", examples=["x7Qf"])
    scopes: list[ApiKeyScope]
    created_at: datetime
    last_used_at: datetime | None = Field(description="Exact to a minute")
    expires_at: datetime | None


class ApiKeyCreated(ApiKeyOut):
    """A new key. `secret` is the key itself and is shown this once."""

    secret: str = Field(examples=["csk_…"])


class ApiKeyPerson(BaseModel):
    """Whom a key acts for."""

    id: UUID
    name: str
    email: str
    active: bool = Field(description="Keys of closed accounts open nothing")


class ApiKeyItem(ApiKeyOut):
    """An API key as administrators see it."""

    person: ApiKeyPerson


class ApiKeyItemPage(BaseModel):
    """A page of the organisation's API keys, the newest first."""

    items: list[ApiKeyItem]
    next_cursor: str | None


class ApiKeyPage(BaseModel):
    """A page of API keys, the newest first."""

    items: list[ApiKeyOut]
    next_cursor: str | None
