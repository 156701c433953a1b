"""Shapes of the audit API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from convosphere.features.accounts.schemas.texts import PageQuery

Action = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,50}(\.[a-z_]{1,50}){0,3}$")]


class AuditQuery(PageQuery):
    """Which records."""

    action: Action | None = Field(None, description="Exactly this one, or all below it: `person` finds `person.…`")
    actor: UUID | None = Field(None, description="Who did it")
    from_: AwareDatetime | None = Field(None, alias="from", description="At this moment or later")
    to: AwareDatetime | None = Field(None, description="Before this moment")


class AuditActor(BaseModel):
    """Who did it."""

    id: UUID
    name: str


class AuditRecordOut(BaseModel):
    """Something that happened."""

    id: UUID
    at: datetime
    action: str = Field(examples=["person.role_changed"])
    actor: AuditActor | None = Field(description="None: nobody signed in, or the system")
    subject_type: str = Field(examples=["person"])
    subject_id: str | None
    details: dict[str, Any] = Field(examples=[{"before": "member", "after": "admin"}])
    address: str | None = Field(description="The network address the request came from")


class AuditPage(BaseModel):
    """A page of records, the newest first."""

    items: list[AuditRecordOut]
    next_cursor: str | None
