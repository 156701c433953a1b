"""All SQL of the audit trail: it adds and it reads."""

from sqlalchemy import Row, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import Person
from convosphere.features.audit.schemas import AuditQuery
from convosphere.features.audit.tables import AuditRecord
from convosphere.platform.database import Page, decode_cursor, encode_cursor


async def add_record(session: AsyncSession, record: AuditRecord) -> None:
    """Writes a record down."""
    session.add(record)
    await session.flush()


async def list_records(session: AsyncSession, query: AuditQuery) -> Page[Row[AuditRecord, str | None]]:
    """Records with their actors' present names, the newest first.

    Raises:
        InvalidInputError: the cursor is none of ours.
    """
    statement = (
        select(AuditRecord, Person.name)
        .join(Person, Person.id == AuditRecord.actor_id, isouter=True)
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
        .limit(query.limit + 1)
    )
    if query.action is not None:
        below = AuditRecord.action.startswith(f"{query.action}.", autoescape=True)
        statement = statement.where(or_(AuditRecord.action == query.action, below))
    if query.actor is not None:
        statement = statement.where(AuditRecord.actor_id == query.actor)
    if query.from_ is not None:
        statement = statement.where(AuditRecord.at >= query.from_)
    if query.to is not None:
        statement = statement.where(AuditRecord.at < query.to)
    if query.cursor is not None:
        statement = statement.where(tuple_(AuditRecord.at, AuditRecord.id) < tuple_(*decode_cursor(query.cursor)))
    found = list(await session.execute(statement))
    items = found[: query.limit]
    if len(found) <= query.limit:
        return Page(items, None)
    last = items[-1][0]
    return Page(items, encode_cursor(last.at, last.id))
