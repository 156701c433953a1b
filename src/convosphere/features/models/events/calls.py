"""Facts about calls to models, taken in just before the transaction that states them commits."""

from dataclasses import dataclass
from uuid import UUID

from convosphere.platform.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CallsRecorded(DomainEvent):
    """Calls with reservations have ended; which, lies with the session (`actions.usage.recording`)."""

    organization_id: UUID


@dataclass(frozen=True, kw_only=True)
class TokensReported(DomainEvent):
    """Providers have said how many tokens they counted; which, lies with the session (`actions.usage.calibrating`)."""

    organization_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallsLost(DomainEvent):
    """Whoever made calls for this message is gone without having recorded them.

    `traceable`: whether the records may say which conversation it was.
    """

    organization_id: UUID
    message_id: UUID
    traceable: bool
