"""All SQL of transfer. Every read takes whose it may see; the work in the background takes a key."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.transfer.tables import Export, Import, ImportedConversation
from convosphere.features.transfer.types import CANCELLED, EXPORTING, IMPORT_ENDED, ExportStatus, ImportStatus
from convosphere.platform.database import Page, decode_cursor, encode_cursor
from convosphere.platform.errors import NotFoundError

Own = TypeVar("Own", Export, Import)


async def count_running_exports(session: AsyncSession, owner_id: UUID) -> int:
    """A person's exports that have not ended."""
    query = select(func.count()).select_from(Export).where(Export.owner_id == owner_id, Export.status.in_(EXPORTING))
    return await session.scalar(query) or 0


async def count_open_imports(session: AsyncSession, owner_id: UUID) -> int:
    """A person's imports that have not ended."""
    query = select(func.count()).select_from(Import)
    return await session.scalar(query.where(Import.owner_id == owner_id, Import.status.not_in(IMPORT_ENDED))) or 0


async def list_own(session: AsyncSession, kind: type[Own], owner_id: UUID, limit: int, cursor: str | None) -> Page[Own]:
    """A page of a person's exports or imports, the newest first."""
    query = select(kind).where(*_own(kind, owner_id)).order_by(kind.created_at.desc(), kind.id.desc())
    if cursor is not None:
        query = query.where(tuple_(kind.created_at, kind.id) < tuple_(*decode_cursor(cursor)))
    rows = (await session.scalars(query.limit(limit + 1))).all()
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None)


async def get_export(session: AsyncSession, owner_id: UUID, export_id: UUID, *, lock: bool = False) -> Export:
    """A person's export.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    return await _get(session, Export, owner_id, export_id, "path.export_id", lock=lock)


async def get_import(session: AsyncSession, owner_id: UUID, import_id: UUID, *, lock: bool = False) -> Import:
    """A person's import.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    return await _get(session, Import, owner_id, import_id, "path.import_id", lock=lock)


async def _get(session: AsyncSession, kind: type[Own], owner_id: UUID, row_id: UUID, field: str, *, lock: bool) -> Own:
    query = select(kind).where(kind.id == row_id, *_own(kind, owner_id))
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFoundError(field=field)
    return row


def _own(kind: type[Export] | type[Import], owner_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return kind.owner_id == owner_id, kind.status != CANCELLED


async def find(session: AsyncSession, kind: type[Own], row_id: UUID, *, lock: bool = False) -> Own | None:
    """An export or import of the organisation, for a worker or a link."""
    query = select(kind).where(kind.id == row_id)
    return (await session.scalars(query.with_for_update() if lock else query)).one_or_none()


async def step_export(session: AsyncSession, export_id: UUID, **values: object) -> Export | None:
    """Writes how far a running export is; None: it runs no more, its owner has ended it."""
    statement = update(Export).where(Export.id == export_id, Export.status == ExportStatus.RUNNING)
    return (await session.scalars(statement.values(**values).returning(Export))).one_or_none()


async def step_import(
    session: AsyncSession, import_id: UUID, believed: ImportStatus, /, **values: object
) -> Import | None:
    """Writes how far an import is that is where it is believed to be; None: its owner has ended it."""
    statement = update(Import).where(Import.id == import_id, Import.status == believed)
    return (await session.scalars(statement.values(**values).returning(Import))).one_or_none()


Origin = tuple[str, str, bytes]


async def known_origins(session: AsyncSession, owner_id: UUID, origins: Sequence[tuple[str, str]]) -> set[Origin]:
    """What a person has already of these (source, id there): with the hash of each."""
    if not origins:
        return set()
    table = ImportedConversation
    query = select(table.source, table.source_id, table.content_hash).where(
        table.owner_id == owner_id, tuple_(table.source, table.source_id).in_(list(origins))
    )
    return {(row[0], row[1], row[2]) for row in await session.execute(query)}


async def add_origins(session: AsyncSession, rows: Sequence[ImportedConversation]) -> None:
    """Notes where conversations came from."""
    session.add_all(rows)
    await session.flush()


async def delete_rows(session: AsyncSession, exports: Sequence[UUID], imports: Sequence[UUID]) -> None:
    """Forgets those whose files are gone."""
    if exports:
        await session.execute(delete(Export).where(Export.id.in_(exports)))
    if imports:
        await session.execute(delete(Import).where(Import.id.in_(imports)))


async def expired(session: AsyncSession, now: datetime, most: int) -> tuple[Sequence[UUID], Sequence[UUID]]:
    """Exports and imports whose time is over."""
    exports = select(Export.id).where(Export.expires_at <= now).limit(most)
    imports = select(Import.id).where(Import.expires_at <= now).limit(most)
    return (await session.scalars(exports)).all(), (await session.scalars(imports)).all()
