"""Versions on their way, many at once."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import TextClause, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from convosphere.features.knowledge.tables import Document, DocumentVersion, KnowledgeBase
from convosphere.features.knowledge.tables.spaces import EmbeddedVersion
from convosphere.features.knowledge.types import DocumentStatus, Stage
from convosphere.features.knowledge.types.spaces import Space

_OPEN: Final = (DocumentStatus.WAITING, DocumentStatus.RUNNING)
_UNREAD: Final = (Stage.CHECKING, Stage.READING)
# JSON that would be parsed for nothing.
_NOT_LOOKED_AT: Final = (DocumentVersion.warnings, DocumentVersion.staged_spaces, DocumentVersion.problem_params)


async def find_unread(
    session: AsyncSession, base_id: UUID, version_ids: Collection[UUID], most_bytes: int
) -> tuple[KnowledgeBase | None, list[DocumentVersion]]:
    """A base, and those of its versions that are to be read yet and no larger than that; of a document the oldest."""
    base = await session.get(KnowledgeBase, base_id)
    if base is None or base.deleted_at is not None:
        return None, []
    query = (
        select(DocumentVersion)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            DocumentVersion.id.in_(version_ids),
            DocumentVersion.status.in_(_OPEN),
            DocumentVersion.stage.in_(_UNREAD),
            DocumentVersion.size <= most_bytes,
            Document.deleted_at.is_(None),
            Document.base_id == base_id,
        )
        .order_by(DocumentVersion.number.desc())
        .options(*(defer(column) for column in (*_NOT_LOOKED_AT, DocumentVersion.keywords)))
    )
    by_document = {version.document_id: version for version in await session.scalars(query)}
    return base, list(by_document.values())


async def hold_unread(session: AsyncSession, version_ids: Collection[UUID]) -> set[UUID]:
    """Those of the versions that are still to be read, locked."""
    query = select(DocumentVersion.id).where(
        DocumentVersion.id.in_(version_ids), DocumentVersion.status.in_(_OPEN), DocumentVersion.stage.in_(_UNREAD)
    )
    return set((await session.scalars(query.order_by(DocumentVersion.id).with_for_update())).all())


async def store(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes versions in one statement; each row has an `id`, and all the same columns."""
    if rows:
        given = orjson.dumps(rows, default=_bytes).decode()
        await session.execute(_storing(tuple(name for name in rows[0] if name != "id")), {"rows": given})


@cache
def _storing(columns: tuple[str, ...]) -> TextClause:
    """Only names of columns of ours get here."""
    unknown = set(columns) - set(DocumentVersion.__table__.columns.keys())
    if unknown:
        raise ValueError(unknown)
    values = ", ".join(f"{name} = given.{name}" for name in columns)
    return text(
        f"UPDATE document_versions AS version SET {values}"  # noqa: S608 - see above
        " FROM jsonb_populate_recordset(NULL::document_versions, CAST(:rows AS jsonb)) AS given"
        " WHERE version.id = given.id"
    )


def _bytes(value: object) -> str:
    """As PostgreSQL reads them."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(type(value))


async def hold_versions(session: AsyncSession, version_ids: Collection[UUID]) -> Sequence[DocumentVersion]:
    """Versions as they are now, locked; without what publishing does not look at."""
    query = select(DocumentVersion).where(DocumentVersion.id.in_(version_ids)).order_by(DocumentVersion.id)
    query = query.options(*(defer(column) for column in (*_NOT_LOOKED_AT, DocumentVersion.arrived)))
    return (await session.scalars(query.with_for_update().execution_options(populate_existing=True))).all()


async def numbers_of(session: AsyncSession, version_ids: Collection[UUID]) -> dict[UUID, int]:
    """The numbers of versions."""
    if not version_ids:
        return {}
    query = select(DocumentVersion.id, DocumentVersion.number).where(DocumentVersion.id.in_(version_ids))
    return {row[0]: row[1] for row in await session.execute(query)}


async def note_embedded(session: AsyncSession, spaces: Sequence[Space], version_ids: Collection[UUID]) -> None:
    """All chunks of the versions have their vectors in the spaces."""
    rows = [
        {"organization_id": space.organization_id, "space_id": space.id, "version_id": version_id}
        for space in spaces
        for version_id in version_ids
    ]
    if rows:
        await session.execute(insert(EmbeddedVersion).on_conflict_do_nothing(), rows)


async def with_others(session: AsyncSession, document_ids: Collection[UUID]) -> list[UUID]:
    """Those of the documents that have another version beside the one that is found."""
    query = (
        select(Document.id)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.id.in_(document_ids), DocumentVersion.id != Document.current_version_id)
        .distinct()
    )
    return list((await session.scalars(query)).all())
