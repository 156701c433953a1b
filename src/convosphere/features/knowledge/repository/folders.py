"""Folders of a base."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import MAY_READ, who
from convosphere.features.knowledge.repository.listing import below
from convosphere.features.knowledge.tables import Document, KnowledgeBase, KnowledgeFolder
from convosphere.platform.errors import NotFoundError
from convosphere.platform.ids import new_id


async def list_folders(session: AsyncSession, actor: Actor, base_id: UUID) -> list[tuple[KnowledgeFolder, int]]:
    """All folders with how many documents in each the actor may read, by name. One statement."""
    counted = (
        select(Document.folder_id, func.count().label("documents"))
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(Document.base_id == base_id, Document.deleted_at.is_(None), MAY_READ)
        .group_by(Document.folder_id)
        .subquery()
    )
    query = (
        select(KnowledgeFolder, func.coalesce(counted.c.documents, 0))
        .outerjoin(counted, counted.c.folder_id == KnowledgeFolder.id)
        .where(KnowledgeFolder.base_id == base_id)
        .order_by(func.lower(KnowledgeFolder.name), KnowledgeFolder.id)
    )
    return [(row[0], row[1]) for row in await session.execute(query, who(actor))]


async def get_folder(
    session: AsyncSession, base_id: UUID, folder_id: UUID, *, field: str, lock: bool = False
) -> KnowledgeFolder:
    """A folder of a base.

    Raises:
        NotFoundError: there is none; `field` names the input.
    """
    query = select(KnowledgeFolder).where(KnowledgeFolder.id == folder_id, KnowledgeFolder.base_id == base_id)
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFoundError(field=field)
    return row


async def hold_tree(session: AsyncSession, base_id: UUID) -> None:
    """Lets folders of a base change one after the other, so that no two changes tie a knot.

    Not the base's row: whoever publishes a document locks that behind the document.
    """
    key = func.hashtextextended(f"knowledge.tree:{base_id}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def base_of(session: AsyncSession, folder_id: UUID) -> UUID | None:
    """The base of a folder, before anybody knows whether who asks may see it."""
    return await session.scalar(select(KnowledgeFolder.base_id).where(KnowledgeFolder.id == folder_id))


async def tree(session: AsyncSession, base_id: UUID) -> dict[UUID, UUID | None]:
    """Each folder's parent."""
    query = select(KnowledgeFolder.id, KnowledgeFolder.parent_id).where(KnowledgeFolder.base_id == base_id)
    return {row[0]: row[1] for row in await session.execute(query)}


async def named_tree(session: AsyncSession, base_id: UUID) -> dict[UUID, tuple[UUID | None, str]]:
    """Each folder's parent and name."""
    query = select(KnowledgeFolder.id, KnowledgeFolder.parent_id, KnowledgeFolder.name)
    rows = await session.execute(query.where(KnowledgeFolder.base_id == base_id))
    return {row[0]: (row[1], row[2]) for row in rows}


async def name_taken(
    session: AsyncSession, base_id: UUID, parent_id: UUID | None, name: str, *, but: UUID | None = None
) -> bool:
    """Whether a folder there has that name already."""
    query = select(func.count()).where(
        KnowledgeFolder.base_id == base_id,
        KnowledgeFolder.parent_id.is_not_distinct_from(parent_id),
        func.lower(KnowledgeFolder.name) == func.lower(name),
        KnowledgeFolder.id.is_distinct_from(but),
    )
    return bool(await session.scalar(query))


async def hold_path(
    session: AsyncSession,
    organization_id: UUID,
    base_id: UUID,
    start: UUID | None,
    names: Sequence[str],
    *,
    now: datetime,
) -> UUID | None:
    """The folder at the end of a path below `start`, with what is missing of it made; two statements a level."""
    place = start
    for name in names:
        made = insert(KnowledgeFolder).values(
            id=new_id(), organization_id=organization_id, base_id=base_id, parent_id=place, name=name, created_at=now
        )
        await session.execute(made.on_conflict_do_nothing())
        query = select(KnowledgeFolder.id).where(
            KnowledgeFolder.base_id == base_id,
            KnowledgeFolder.parent_id.is_not_distinct_from(place),
            func.lower(KnowledgeFolder.name) == func.lower(name),
        )
        place = (await session.scalars(query)).one()
    return place


async def holds_documents(session: AsyncSession, base_id: UUID, folder_id: UUID) -> bool:
    """Whether a document lies in a folder or below it that is not deleted."""
    query = select(Document.id).where(
        Document.folder_id.in_(below(base_id, [folder_id])), Document.deleted_at.is_(None)
    )
    return await session.scalar(query.limit(1)) is not None


async def ids_below(session: AsyncSession, folder_ids: Collection[UUID]) -> Sequence[UUID]:
    """Folders of any base and all below them. One statement."""
    return (await session.scalars(below(None, folder_ids))).all()


async def occupied(session: AsyncSession, base_id: UUID) -> set[UUID | None]:
    """Folders of a base in which documents lie that are not deleted."""
    query = select(Document.folder_id).where(Document.base_id == base_id, Document.deleted_at.is_(None)).distinct()
    return set((await session.scalars(query)).all())


async def remove(session: AsyncSession, folder_ids: Collection[UUID]) -> None:
    """Removes folders in which nothing lies but what is deleted, which lies at the top from then on."""
    if not folder_ids:
        return
    statement = update(Document).where(Document.folder_id.in_(folder_ids)).values(folder_id=None)
    await session.execute(statement, execution_options={"synchronize_session": "fetch"})
    await session.execute(delete(KnowledgeFolder).where(KnowledgeFolder.id.in_(folder_ids)))


async def empty(session: AsyncSession, base_id: UUID, folder_id: UUID) -> None:
    """Takes the documents, deleted ones all, out of a folder and those below it, so that these can go."""
    statement = update(Document).where(Document.folder_id.in_(below(base_id, [folder_id]))).values(folder_id=None)
    await session.execute(statement, execution_options={"synchronize_session": "fetch"})
