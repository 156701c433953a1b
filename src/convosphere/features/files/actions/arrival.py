"""Content arrives in pieces, each safe once it is answered: of files, and of whatever else people sending.

A piece is stored first, at a place of its own, and counts from the one statement that moves its row's offset. No lock
is held while a client sends, and a crash in between leaves an object that no row speaks of.
"""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.files import repository, rules
from convosphere.features.files.errors import (
    ChunkTooLargeError,
    OffsetMismatchError,
    TooManyPartsError,
    UploadCompleteError,
    UploadCutError,
    UploadOverrunError,
)
from convosphere.features.files.repository import Row
from convosphere.features.files.tables import Piece
from convosphere.platform.context import Platform
from convosphere.platform.errors import ProblemError
from convosphere.platform.ids import new_id
from convosphere.platform.settings import Settings

# A piece that a cut leaves shorter than this is not worth an object of its own.
_LEAST_KEPT_BYTES = 65_536
# After this the connection counts as cut: what has come is kept, and the place is free for others.
_PIECE_SECONDS = 60.0
# Pieces that are received at the same time by this process, each in memory until it is whole.
_places = asyncio.Semaphore(32)


@dataclass(frozen=True, slots=True)
class Intake(Generic[Row]):
    """A kind of sending."""

    rows: type[Row]
    pieces: type[Piece]
    # Whether a row still takes pieces, here and in SQL.
    is_open: Callable[[Row], bool]
    open_rows: Sequence[ColumnElement[bool]]
    # The row of a person; raises when there is none, or it is somebody else's.
    get: Callable[[AsyncSession, UUID, UUID], Awaitable[Row]]
    # The folder of the pieces of a row, by organisation and row.
    folder: Callable[[UUID, UUID], str]
    # What follows the last piece, in its transaction.
    complete: Callable[[AsyncSession, Platform, Row], Awaitable[None]]

    async def offset(self, session: AsyncSession, person_id: UUID, row_id: UUID) -> tuple[int, int]:
        """Bytes that have arrived, and bytes that were announced."""
        row = await self.get(session, person_id, row_id)
        return row.uploaded, row.size if self.is_open(row) else row.uploaded

    async def keys(self, session: AsyncSession, row_id: UUID) -> Sequence[str]:
        """Where the pieces lie, in their order."""
        return await repository.piece_keys(session, self.pieces, row_id)

    async def forget(self, session: AsyncSession, row_id: UUID) -> None:
        """Forgets where the pieces lay."""
        await repository.forget_pieces(session, self.pieces, row_id)


@dataclass(frozen=True, slots=True)
class Sending:
    """The row that is being sent, and by whom."""

    organization_id: UUID
    person_id: UUID
    row_id: UUID


def chunk_bytes(settings: Settings) -> int:
    """Most that one piece may have: no more than any request may."""
    return min(settings.files.chunk_bytes, settings.limits.request_bytes)


async def take_piece(
    platform: Platform, intake: Intake[Row], sending: Sending, offset: int, body: AsyncIterable[bytes]
) -> int:
    """Takes the piece that begins at `offset`; how many bytes there are then. No transaction may be open.

    Of two that begin at the same place one counts, the other is refused.

    Raises:
        OffsetMismatchError: the content ends elsewhere; the error says where.
        UploadOverrunError, ChunkTooLargeError, UploadCompleteError, TooManyPartsError, UploadCutError: see there.
    """
    most = chunk_bytes(platform.settings)
    async with platform.database.transaction(sending.organization_id) as session:
        row = await intake.get(session, sending.person_id, sending.row_id)
        _check_place(intake, row, offset)
        if await repository.count_pieces(session, intake.pieces, sending.row_id) >= rules.most_parts(row.size, most):
            raise TooManyPartsError
    async with _places:
        data = await _collect(body, most, row.size - offset)
        if not data:
            return offset
        key = f"{intake.folder(sending.organization_id, sending.row_id)}/{offset:014d}-{new_id().hex}"
        await platform.storage.put(key, data)
    try:
        return await _count(platform, intake, sending, (offset, len(data), key))
    except ProblemError:
        await platform.storage.delete(key)
        raise


async def bring_content(platform: Platform, intake: Intake[Row], sending: Sending, path: Path, size: int) -> None:
    """Takes the whole content from this machine's disk, however large. No transaction may be open.

    Raises:
        OffsetMismatchError, UploadCompleteError: some of it is there already.
    """
    key = f"{intake.folder(sending.organization_id, sending.row_id)}/{0:014d}-{new_id().hex}"
    await platform.storage.put_file(key, path)
    await _count(platform, intake, sending, (0, size, key))


async def _count(platform: Platform, intake: Intake[Row], sending: Sending, stored: tuple[int, int, str]) -> int:
    start, size, key = stored
    piece = intake.pieces(
        of_id=sending.row_id, organization_id=sending.organization_id, start=start, size=size, key=key
    )
    async with platform.database.transaction(sending.organization_id) as session:
        row = await repository.advance(session, intake.rows, piece, intake.open_rows)
        if row is None:
            _check_place(intake, await intake.get(session, sending.person_id, sending.row_id), start)
            raise UploadCompleteError
        if row.uploaded == row.size:
            await intake.complete(session, platform, row)
        return row.uploaded


def _check_place(intake: Intake[Row], row: Row, offset: int) -> None:
    if not intake.is_open(row):
        raise UploadCompleteError
    if row.uploaded != offset:
        raise OffsetMismatchError(offset=row.uploaded, field="header.Upload-Offset")


async def _collect(body: AsyncIterable[bytes], most: int, missing: int) -> bytes:
    piece = bytearray()
    try:
        async with asyncio.timeout(_PIECE_SECONDS):
            async for data in body:
                piece += data
                if len(piece) > most:
                    raise ChunkTooLargeError(limit=most)
                if len(piece) > missing:
                    raise UploadOverrunError(field="body")
    except (UploadCutError, TimeoutError):
        if len(piece) < _LEAST_KEPT_BYTES:
            raise UploadCutError from None
    return bytes(piece)
