"""Spaces, what is embedded in them, and changes between them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.tables import Document, DocumentVersion, KnowledgeBase
from convosphere.features.knowledge.tables.spaces import EmbeddedVersion, EmbeddingSpace, EmbeddingSwitch
from convosphere.features.knowledge.types.spaces import BaseKey, EmbedderKind, Space
from convosphere.platform.errors import NotFoundError

# Everything here runs under the organisation's policy; it is named all the same wherever a row is made.


def _as_space(row: EmbeddingSpace) -> Space:
    return Space(
        row.id, row.organization_id, EmbedderKind(row.kind), row.model_id, row.name, row.dimension, row.fingerprint
    )


def _as_space_if_any(row: EmbeddingSpace | None) -> Space | None:
    return None if row is None else _as_space(row)


async def get_space(session: AsyncSession, space_id: UUID) -> Space:
    """A space.

    Raises:
        NotFoundError: there is none, or none any more.
    """
    row = await session.get(EmbeddingSpace, space_id)
    if row is None:
        raise NotFoundError
    return _as_space(row)


async def find_spaces(session: AsyncSession, space_ids: Collection[UUID]) -> dict[UUID, Space]:
    """Those of the spaces that there are."""
    rows = await session.scalars(select(EmbeddingSpace).where(EmbeddingSpace.id.in_(space_ids)))
    return {row.id: _as_space(row) for row in rows}


async def list_spaces(session: AsyncSession) -> list[Space]:
    """All of the organisation, the oldest first."""
    rows = await session.scalars(select(EmbeddingSpace).order_by(EmbeddingSpace.created_at, EmbeddingSpace.id))
    return [_as_space(row) for row in rows]


async def store_space(session: AsyncSession, wanted: Space, now: datetime) -> Space:
    """The space of this embedder at this state; made if it is the first."""
    values = {
        "id": wanted.id,
        "organization_id": wanted.organization_id,
        "kind": wanted.kind.value,
        "model_id": wanted.model_id,
        "name": wanted.name,
        "dimension": wanted.dimension,
        "fingerprint": wanted.fingerprint,
        "created_at": now,
    }
    # The name may have changed since; writing it also locks the row against a clean-up.
    query = (
        insert(EmbeddingSpace)
        .values(values)
        .on_conflict_do_update(constraint="uq_embedding_spaces_embedder", set_={EmbeddingSpace.name: wanted.name})
        .returning(EmbeddingSpace)
    )
    return _as_space((await session.scalars(query, execution_options={"populate_existing": True})).one())


async def spaces_of(session: AsyncSession, base_ids: Collection[UUID]) -> dict[UUID, Space | None]:
    """In which space each base is searched now; None: by words alone."""
    query = (
        select(KnowledgeBase.id, EmbeddingSpace)
        .outerjoin(EmbeddingSpace, EmbeddingSpace.id == KnowledgeBase.space_id)
        .where(KnowledgeBase.id.in_(base_ids))
    )
    rows = (await session.execute(query)).all()
    return {row[0]: _as_space_if_any(row[1]) for row in rows}


async def spaces_to_fill(session: AsyncSession, base_id: UUID) -> list[Space]:
    """In which spaces a version must be before it is found: the base's present one, and the next one."""
    query = (
        select(EmbeddingSpace)
        .join(
            KnowledgeBase,
            or_(EmbeddingSpace.id == KnowledgeBase.space_id, EmbeddingSpace.id == KnowledgeBase.next_space_id),
        )
        .where(KnowledgeBase.id == base_id)
        .order_by(EmbeddingSpace.id)
    )
    return [_as_space(row) for row in await session.scalars(query)]


async def missing_spaces(session: AsyncSession, base_id: UUID, version_id: UUID) -> list[Space]:
    """Those of them in which the version is not yet."""
    embedded = select(EmbeddedVersion.space_id).where(EmbeddedVersion.version_id == version_id)
    done = frozenset(await session.scalars(embedded))
    return [space for space in await spaces_to_fill(session, base_id) if space.id not in done]


async def embedded_in(session: AsyncSession, space_id: UUID, version_ids: Collection[UUID]) -> set[UUID]:
    """Those of the versions that are whole in a space."""
    query = select(EmbeddedVersion.version_id).where(
        EmbeddedVersion.space_id == space_id, EmbeddedVersion.version_id.in_(version_ids)
    )
    return set((await session.scalars(query)).all())


async def note_embedded(session: AsyncSession, organization_id: UUID, space_id: UUID, version_id: UUID) -> None:
    """All of the version's chunks have their vectors in the space."""
    values = {"organization_id": organization_id, "space_id": space_id, "version_id": version_id}
    await session.execute(insert(EmbeddedVersion).values(values).on_conflict_do_nothing())


async def forget_embedded(session: AsyncSession, version_id: UUID) -> None:
    """Its chunks have changed: what is in the index of it does not count any more."""
    await session.execute(delete(EmbeddedVersion).where(EmbeddedVersion.version_id == version_id))


def _outstanding(base_id: UUID, space_id: UUID) -> list[ColumnElement[bool]]:
    there = exists().where(
        EmbeddedVersion.space_id == space_id, EmbeddedVersion.version_id == Document.current_version_id
    )
    return [
        Document.base_id == base_id,
        Document.deleted_at.is_(None),
        Document.current_version_id.is_not(None),
        ~there,
    ]


async def outstanding(session: AsyncSession, base_id: UUID, space_id: UUID, limit: int) -> list[DocumentVersion]:
    """Current versions that are not in the space yet."""
    query = (
        select(DocumentVersion)
        .join(Document, Document.current_version_id == DocumentVersion.id)
        .where(and_(*_outstanding(base_id, space_id)))
        .order_by(DocumentVersion.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def count_outstanding(session: AsyncSession, base_id: UUID, space_id: UUID) -> tuple[int, int]:
    """How many documents are not in the space yet, and how many there are."""
    left = func.count().filter(and_(*_outstanding(base_id, space_id)))
    query = select(left, func.count()).where(
        Document.base_id == base_id, Document.deleted_at.is_(None), Document.current_version_id.is_not(None)
    )
    row = (await session.execute(query)).one()
    return row[0], row[1]


async def find_base(session: AsyncSession, key: BaseKey, *, lock: bool = False) -> KnowledgeBase | None:
    """The base, for work in the background; None: it is gone."""
    query = select(KnowledgeBase).where(KnowledgeBase.id == key.base_id, KnowledgeBase.deleted_at.is_(None))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def bases_without_choice(session: AsyncSession) -> list[UUID]:
    """Bases that are searched by words alone because nobody ever chose an embedder for them."""
    chosen = exists().where(EmbeddingSwitch.base_id == KnowledgeBase.id)
    query = select(KnowledgeBase.id).where(
        KnowledgeBase.deleted_at.is_(None), ~chosen, KnowledgeBase.space_id.is_(None)
    )
    return list(await session.scalars(query.order_by(KnowledgeBase.id)))


async def find_switch(session: AsyncSession, base_id: UUID) -> EmbeddingSwitch | None:
    """The latest change of a base's embedder."""
    return await session.get(EmbeddingSwitch, base_id)


async def store_switch(session: AsyncSession, row: EmbeddingSwitch) -> EmbeddingSwitch:
    """In place of the one before."""
    return await session.merge(row)


async def set_progress(session: AsyncSession, base_id: UUID, status: str, done: int, total: int) -> None:
    """How far it is."""
    query = update(EmbeddingSwitch).where(EmbeddingSwitch.base_id == base_id)
    await session.execute(query.values(status=status, done=done, total=total))


async def count_one_more(session: AsyncSession, base_id: UUID) -> None:
    """One more document is embedded; `set_progress` counts anew from time to time."""
    query = update(EmbeddingSwitch).where(EmbeddingSwitch.base_id == base_id)
    await session.execute(query.values(done=func.least(EmbeddingSwitch.done + 1, EmbeddingSwitch.total)))


async def unused_spaces(session: AsyncSession) -> list[UUID]:
    """Spaces that no base is searched in or moving to, locked: until the commit none can begin to."""
    used = exists().where(
        or_(KnowledgeBase.space_id == EmbeddingSpace.id, KnowledgeBase.next_space_id == EmbeddingSpace.id)
    )
    query = select(EmbeddingSpace.id).where(~used).with_for_update(skip_locked=True)
    return list(await session.scalars(query))


async def delete_spaces(session: AsyncSession, space_ids: Collection[UUID]) -> None:
    """With what is noted about them."""
    await session.execute(delete(EmbeddingSpace).where(EmbeddingSpace.id.in_(space_ids)))
