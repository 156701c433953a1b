"""All SQL of files. Every read takes whose files it may see; the work in the background takes the file's key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.files.errors import NoSuchFileError
from convosphere.features.files.tables import Arriving, File, FileTotal, Piece

Row = TypeVar("Row", bound=Arriving)


@dataclass(frozen=True, slots=True)
class Totals:
    """What is used: bytes of a person, bytes of the organisation, files of the person that were not sent."""

    person_bytes: int
    organization_bytes: int
    unsent: int


async def add_file(session: AsyncSession, file: File) -> None:
    """Stores a new file. The person's totals stay locked until the transaction ends."""
    session.add(file)
    await session.flush()


async def totals(session: AsyncSession, organization_id: UUID, person_id: UUID) -> Totals:
    """What is used now."""
    own = select(func.coalesce(func.sum(FileTotal.bytes), 0)).where(
        FileTotal.organization_id == organization_id, FileTotal.person_id == person_id
    )
    everybody = select(func.coalesce(func.sum(FileTotal.bytes), 0)).where(FileTotal.organization_id == organization_id)
    unsent = select(func.count()).where(
        File.organization_id == organization_id, File.owner_id == person_id, File.uses == 0, File.doomed_at.is_(None)
    )
    query = select(own.scalar_subquery(), everybody.scalar_subquery(), unsent.select_from(File).scalar_subquery())
    row = (await session.execute(query)).one()
    return Totals(int(row[0]), int(row[1]), int(row[2]))


async def get_file(session: AsyncSession, owner_id: UUID, file_id: UUID, *, lock: bool = False) -> File:
    """A person's file.

    Raises:
        NoSuchFileError: there is none, or it is somebody else's.
    """
    query = select(File).where(File.id == file_id, File.owner_id == owner_id, File.doomed_at.is_(None))
    file = await session.scalar(query.with_for_update() if lock else query)
    if file is None:
        raise NoSuchFileError(field="path.file_id")
    return file


async def find_by_id(session: AsyncSession, file_id: UUID, *, lock: bool = False) -> File | None:
    """A file of the organisation, for those who were given its id by somebody entitled."""
    query = select(File).where(File.id == file_id, File.doomed_at.is_(None))
    return (await session.scalars(query.with_for_update() if lock else query)).one_or_none()


async def lock_own_files(session: AsyncSession, owner_id: UUID, file_ids: Sequence[UUID]) -> Sequence[File]:
    """A person's files among those asked for; none of them goes away before the transaction ends."""
    query = (
        select(File)
        .where(File.id.in_(file_ids), File.owner_id == owner_id, File.doomed_at.is_(None))
        .order_by(File.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def advance(
    session: AsyncSession, rows: type[Row], piece: Piece, conditions: Sequence[ColumnElement[bool]]
) -> Row | None:
    """Adds a piece, if its row still ends where the piece begins; None: it does not (any more).

    The one statement decides between pieces that arrive at the same time: only one of them fits.
    """
    statement = (
        update(rows)
        .where(rows.id == piece.of_id, rows.uploaded == piece.start, *conditions)
        .values(uploaded=rows.uploaded + piece.size)
        .returning(rows)
    )
    row = (await session.scalars(statement)).one_or_none()
    if row is not None:
        session.add(piece)
        await session.flush()
    return row


async def count_pieces(session: AsyncSession, pieces: type[Piece], of_id: UUID) -> int:
    """How many pieces have arrived."""
    return await session.scalar(select(func.count()).select_from(pieces).where(pieces.of_id == of_id)) or 0


async def piece_keys(session: AsyncSession, pieces: type[Piece], of_id: UUID) -> Sequence[str]:
    """Where the pieces lie, in their order."""
    return (await session.scalars(select(pieces.key).where(pieces.of_id == of_id).order_by(pieces.start))).all()


async def forget_pieces(session: AsyncSession, pieces: type[Piece], of_id: UUID) -> None:
    """They have become one, or are no longer needed."""
    await session.execute(delete(pieces).where(pieces.of_id == of_id))


async def doom_unsent(session: AsyncSession, before: datetime, now: datetime) -> int:
    """Gives up files that were announced before a moment and never sent; how many."""
    statement = (
        update(File)
        .where(File.uses == 0, File.doomed_at.is_(None), File.created_at < before)
        .values(doomed_at=now)
        .returning(File.id)
    )
    return len((await session.scalars(statement)).all())


async def list_doomed(session: AsyncSession, most: int) -> Sequence[UUID]:
    """Files whose content is to be removed."""
    query = select(File.id).where(File.doomed_at.is_not(None), File.uses == 0).limit(most)
    return (await session.scalars(query)).all()


async def delete_files(session: AsyncSession, file_ids: Sequence[UUID]) -> None:
    """Forgets files whose content is gone."""
    await session.execute(delete(File).where(File.id.in_(file_ids), File.doomed_at.is_not(None)))
