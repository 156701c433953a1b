"""All SQL of transfer. Every read takes whose it may see; the work in the background takes a key."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.transfer.tables import Export, Import, ImportedConversation, ImportPart
from convosphere.features.transfer.types import EXPORTING, IMPORT_ENDED, ExportStatus, ImportStatus
from convosphere.platform.database import Page, decode_cursor, encode_cursor
from convosphere.platform.errors import NotFoundError


async def count_running_exports(session: AsyncSession, owner_id: UUID) -> int:
    """A person's exports that have not ended."""
    query = select(func.count()).select_from(Export).where(Export.owner_id == owner_id, Export.status.in_(EXPORTING))
    return await session.scalar(query) or 0


async def count_open_imports(session: AsyncSession, owner_id: UUID) -> int:
    """A person's imports that have not ended."""
    query = select(func.count()).select_from(Import)
    return await session.scalar(query.where(Import.owner_id == owner_id, Import.status.not_in(IMPORT_ENDED))) or 0


async def list_exports(session: AsyncSession, owner_id: UUID, *, limit: int, cursor: str | None) -> Page[Export]:
    """A page of a person's exports, the newest first."""
    query = (
        select(Export)
        .where(Export.owner_id == owner_id, Export.status != ExportStatus.CANCELLED)
        .order_by(Export.created_at.desc(), Export.id.desc())
    )
    if cursor is not None:
        query = query.where(tuple_(Export.created_at, Export.id) < tuple_(*decode_cursor(cursor)))
    rows = (await session.scalars(query.limit(limit + 1))).all()
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None)


async def list_imports(session: AsyncSession, owner_id: UUID, *, limit: int, cursor: str | None) -> Page[Import]:
    """A page of a person's imports, the newest first."""
    query = (
        select(Import)
        .where(Import.owner_id == owner_id, Import.status != ImportStatus.CANCELLED)
        .order_by(Import.created_at.desc(), Import.id.desc())
    )
    if cursor is not None:
        query = query.where(tuple_(Import.created_at, Import.id) < tuple_(*decode_cursor(cursor)))
    rows = (await session.scalars(query.limit(limit + 1))).all()
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None)


async def get_export(session: AsyncSession, owner_id: UUID, export_id: UUID, *, lock: bool = False) -> Export:
    """A person's export.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    query = select(Export).where(
        Export.id == export_id, Export.owner_id == owner_id, Export.status != ExportStatus.CANCELLED
    )
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFoundError(field="path.export_id")
    return row


async def get_import(session: AsyncSession, owner_id: UUID, import_id: UUID, *, lock: bool = False) -> Import:
    """A person's import.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    query = select(Import).where(
        Import.id == import_id, Import.owner_id == owner_id, Import.status != ImportStatus.CANCELLED
    )
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFoundError(field="path.import_id")
    return row


async def find_export(session: AsyncSession, export_id: UUID, *, lock: bool = False) -> Export | None:
    """An export of the organisation, for a worker or a link."""
    query = select(Export).where(Export.id == export_id)
    return (await session.scalars(query.with_for_update() if lock else query)).one_or_none()


async def find_import(session: AsyncSession, import_id: UUID, *, lock: bool = False) -> Import | None:
    """An import of the organisation, for a worker."""
    query = select(Import).where(Import.id == import_id)
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


async def advance(session: AsyncSession, part: ImportPart) -> Import | None:
    """Adds a piece, if the file still ends where the piece begins; of two for one place one fits."""
    statement = (
        update(Import)
        .where(Import.id == part.import_id, Import.uploaded == part.start, Import.status == ImportStatus.UPLOADING)
        .values(uploaded=Import.uploaded + part.size)
        .returning(Import)
    )
    row = (await session.scalars(statement)).one_or_none()
    if row is not None:
        session.add(part)
        await session.flush()
    return row


async def part_keys(session: AsyncSession, import_id: UUID) -> Sequence[str]:
    """Where the pieces lie, in their order."""
    query = select(ImportPart.key).where(ImportPart.import_id == import_id).order_by(ImportPart.start)
    return (await session.scalars(query)).all()


async def count_parts(session: AsyncSession, import_id: UUID) -> int:
    """How many pieces have arrived."""
    query = select(func.count()).select_from(ImportPart).where(ImportPart.import_id == import_id)
    return await session.scalar(query) or 0


async def forget_parts(session: AsyncSession, import_id: UUID) -> None:
    """The file is no longer needed."""
    await session.execute(delete(ImportPart).where(ImportPart.import_id == import_id))


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


async def add_origin(session: AsyncSession, row: ImportedConversation) -> None:
    """Notes where a conversation came from."""
    session.add(row)
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
