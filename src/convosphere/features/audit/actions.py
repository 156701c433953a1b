"""Writing and reading the audit trail."""

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.audit import repository
from convosphere.features.audit.schemas import AuditActor, AuditPage, AuditQuery, AuditRecordOut
from convosphere.features.audit.tables import AuditRecord
from convosphere.platform.clock import Clock
from convosphere.platform.events import AuditedEvent
from convosphere.platform.ids import new_id


async def record(session: AsyncSession, clock: Clock, event: AuditedEvent) -> None:
    """Writes an event down in the transaction that states it."""
    await repository.add_record(
        session,
        AuditRecord(
            id=new_id(),
            organization_id=event.organization_id,
            at=clock.now(),
            action=event.audit_action,
            actor_id=event.actor_id,
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            details=event.details(),
            address=event.address,
        ),
    )


async def list_records(session: AsyncSession, actor: Actor, query: AuditQuery) -> AuditPage:
    """The organisation's records, the newest first."""
    actor.require("audit.read")
    page = await repository.list_records(session, query)
    return AuditPage(items=[_present(row, name) for row, name in page.items], next_cursor=page.next_cursor)


def _present(row: AuditRecord, actor_name: str | None) -> AuditRecordOut:
    actor = None
    if row.actor_id is not None:
        # People are never deleted one by one; should one be gone, the id still tells who it was.
        actor = AuditActor(id=row.actor_id, name=actor_name or "")
    return AuditRecordOut(
        id=row.id,
        at=row.at,
        action=row.action,
        actor=actor,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        details=row.details,
        address=row.address,
    )
