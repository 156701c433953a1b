"""Facts that one feature states and others hear: inside the transaction, or after its commit.

Features import only downwards; upwards they speak by events. A listener runs in the transaction that states the
fact, just before the commit, so that both happen or neither.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.platform.errors import ProblemError

_EVENTS = "convosphere.events"
_AFTER_COMMIT = "convosphere.after_commit"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """A fact in the past tense, stated inside a transaction."""


@dataclass(frozen=True, kw_only=True)
class AuditedEvent(DomainEvent):
    """A fact that the audit trail keeps.

    `actor_id` is the person who did it (None: nobody signed in, or the system).
    """

    audit_action: ClassVar[str]

    organization_id: UUID
    actor_id: UUID | None = None
    subject_type: str
    subject_id: str | None = None
    address: str | None = None

    def details(self) -> dict[str, Any]:
        """What the record says beside who, what and when. No secrets."""
        return {}


Event = TypeVar("Event", bound=DomainEvent)
Listener = Callable[[AsyncSession, Event], Awaitable[None]]
AfterCommit = Callable[[], Awaitable[None]]


class Listeners:
    """Who hears which facts; a listener of a base class hears all its kinds."""

    def __init__(self) -> None:
        self._by_type: dict[type[DomainEvent], list[Listener[Any]]] = {}

    def add(self, event_type: type[Event], listener: Listener[Event]) -> None:
        """Registers `listener` for `event_type` and everything derived from it."""
        self._by_type.setdefault(event_type, []).append(listener)

    async def dispatch(self, session: AsyncSession) -> None:
        """Runs the listeners of all stated facts, including those that listeners state."""
        pending: list[DomainEvent] = session.info.get(_EVENTS, [])
        while pending:
            event = pending.pop(0)
            for kind in type(event).__mro__:
                for listener in self._by_type.get(kind, []):
                    await listener(session, event)


def publish(session: AsyncSession, event: DomainEvent) -> None:
    """States a fact; its listeners run just before the session's commit."""
    session.info.setdefault(_EVENTS, []).append(event)


def after_commit(session: AsyncSession, callback: AfterCommit) -> None:
    """Runs `callback` once the session's transaction is committed, in the order given; never if it is rolled back."""
    session.info.setdefault(_AFTER_COMMIT, []).append(callback)


async def run_after_commit(session: AsyncSession) -> None:
    """Called by the database when a transaction is through.

    What was committed stays, so a callback that fails must not look like a failed request: it is logged, and the
    readers' resync brings what they missed.
    """
    callbacks: list[AfterCommit] = session.info.pop(_AFTER_COMMIT, [])
    for callback in callbacks:
        try:
            await callback()
        except (ProblemError, OSError, TimeoutError):
            _log.exception("after_commit_failed")
