"""Tells all processes what their open sockets must know: which sessions ended, which people changed."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.events import ApiKeyRevoked, GroupMembershipChanged, PersonChanged, SessionsEnded
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import ControlBus, EventLogUnavailableError

_log = structlog.get_logger(__name__)


class SocketNotices:
    """Listeners that send signals once the fact is committed."""

    def __init__(self, control: ControlBus) -> None:
        self._control = control

    async def on_sessions_ended(self, session: AsyncSession, event: SessionsEnded) -> None:
        """One signal a session."""
        for session_id in event.session_ids:
            self._send(session, "session.revoked", organization_id=event.organization_id, session_id=session_id)

    async def on_api_key_revoked(self, session: AsyncSession, event: ApiKeyRevoked) -> None:
        """The key's sockets must close."""
        self._send(
            session,
            "api_key.revoked",
            organization_id=event.organization_id,
            api_key_id=event.subject_id,
        )

    async def on_person_changed(self, session: AsyncSession, event: PersonChanged) -> None:
        """The person's sockets must authenticate again."""
        self._send(session, "person.changed", organization_id=event.organization_id, person_id=event.person_id)

    async def on_membership_changed(self, session: AsyncSession, event: GroupMembershipChanged) -> None:
        """What the people's sockets may follow depends on their groups."""
        for person_id in event.person_ids:
            self._send(session, "person.changed", organization_id=event.organization_id, person_id=person_id)

    def _send(self, session: AsyncSession, kind: str, **content: object) -> None:
        async def send() -> None:
            try:
                await self._control.publish(kind, **content)
            except EventLogUnavailableError:
                # The fact is in the database, where every request looks; only open sockets learn it later.
                _log.warning("signal_not_sent", kind=kind)

        after_commit(session, send)
