"""Hears every audited event of every feature."""

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.audit.actions import record
from convosphere.platform.clock import Clock
from convosphere.platform.events import AuditedEvent


class AuditTrail:
    """Writes down what it hears, in the transaction that states it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def on_audited(self, session: AsyncSession, event: AuditedEvent) -> None:
        """One event, one record."""
        await record(session, self._clock, event)
