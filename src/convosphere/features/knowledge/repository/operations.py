"""Operations and their items."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Insert,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import MAY_READ, who
from convosphere.features.knowledge.tables import Document, DocumentVersion, KnowledgeBase, Operation, OperationItem
from convosphere.features.knowledge.types import ItemState, OperationKind, OperationStatus
from convosphere.platform.database import Page, decode_cursor, encode_cursor

OPEN = (OperationStatus.WAITING, OperationStatus.RUNNING)


async def add_items(
    session: AsyncSession,
    operation: Operation,
    wanted: ColumnElement[bool],
    *,
    behind: int = 0,
) -> int:
    """Puts the documents of a selection into an operation, by name, behind so many others; how many."""
    number = func.row_number().over(order_by=(func.lower(Document.name), Document.id)) - 1 + behind
    chosen = select(
        literal(operation.organization_id),
        literal(operation.id),
        number,
        Document.id,
        Document.folder_id,
        Document.name,
        literal("pending"),
    ).where(wanted)
    columns = ["organization_id", "operation_id", "position", "document_id", "folder_id", "name", "state"]
    return await _insert(session, insert(OperationItem).from_select(columns, chosen))


async def add_folders(session: AsyncSession, operation: Operation, chosen: Mapping[UUID, str]) -> int:
    """Puts folders, each as one, into an operation that has nothing else yet; how many."""
    rows = [
        {
            "organization_id": operation.organization_id,
            "operation_id": operation.id,
            "position": position,
            "document_id": None,
            "folder_id": folder_id,
            "name": name,
            "state": ItemState.PENDING,
            "problem_code": None,
        }
        for position, (folder_id, name) in enumerate(chosen.items())
    ]
    await add_members(session, rows)
    return len(rows)


async def add_readable(session: AsyncSession, actor: Actor, operation: Operation, wanted: ColumnElement[bool]) -> int:
    """The same of those that the actor may read."""
    query = (
        select(Document.id, Document.name)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(wanted, MAY_READ)
        .order_by(func.lower(Document.name), Document.id)
    )
    found = (await session.execute(query, who(actor))).all()
    rows = [
        {
            "organization_id": operation.organization_id,
            "operation_id": operation.id,
            "position": position,
            "document_id": row[0],
            "folder_id": None,
            "name": row[1],
            "state": ItemState.PENDING,
            "problem_code": None,
        }
        for position, row in enumerate(found)
    ]
    await add_members(session, rows)
    return len(rows)


async def copy_done(session: AsyncSession, old: UUID, operation: Operation) -> int:
    """Puts the documents that an operation is through with into another one; how many."""
    chosen = select(
        OperationItem.organization_id,
        literal(operation.id),
        OperationItem.position,
        OperationItem.document_id,
        OperationItem.folder_id,
        OperationItem.name,
        literal("pending"),
    ).where(OperationItem.operation_id == old, OperationItem.state == ItemState.DONE)
    columns = ["organization_id", "operation_id", "position", "document_id", "folder_id", "name", "state"]
    return await _insert(session, insert(OperationItem).from_select(columns, chosen))


async def _insert(session: AsyncSession, statement: Insert) -> int:
    # Counted by the database: there may be a hundred thousand.
    made = statement.returning(OperationItem.position).cte("made")
    return int(await session.scalar(select(func.count()).select_from(made)) or 0)


async def find(session: AsyncSession, operation_id: UUID, *, lock: bool = False) -> Operation | None:
    """An operation of the organisation."""
    query = select(Operation).where(Operation.id == operation_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def takes_tag_away(session: AsyncSession, base_id: UUID, tag_id: UUID) -> bool:
    """Whether an operation of the base is under way at whose end this tag goes."""
    going = exists().where(
        Operation.base_id == base_id,
        Operation.status.in_(OPEN),
        Operation.params["tag"]["id"].as_string() == str(tag_id),
    )
    return bool(await session.scalar(select(going)))


async def list_operations(session: AsyncSession, base_id: UUID, limit: int, cursor: str | None) -> Page[Operation]:
    """A page of a base's operations, the newest first; those that only carry a download are nobody's business."""
    query = select(Operation).where(Operation.base_id == base_id, Operation.kind != OperationKind.ZIP)
    if cursor is not None:
        query = query.where(tuple_(Operation.created_at, Operation.id) < tuple_(*decode_cursor(cursor)))
    query = query.order_by(Operation.created_at.desc(), Operation.id.desc()).limit(limit + 1)
    rows = (await session.scalars(query)).all()
    items = rows[:limit]
    return Page(items, encode_cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None)


async def pending(session: AsyncSession, operation_id: UUID, most: int) -> Sequence[OperationItem]:
    """The next items that are to be done."""
    query = select(OperationItem).where(
        OperationItem.operation_id == operation_id, OperationItem.state == ItemState.PENDING
    )
    return (await session.scalars(query.order_by(OperationItem.position).limit(most))).all()


async def list_items(
    session: AsyncSession, operation_id: UUID, state: ItemState, *, after: int, limit: int
) -> Sequence[OperationItem]:
    """Items in a state behind a position."""
    query = select(OperationItem).where(
        OperationItem.operation_id == operation_id, OperationItem.state == state, OperationItem.position > after
    )
    return (await session.scalars(query.order_by(OperationItem.position).limit(limit))).all()


async def count_items(session: AsyncSession, operation_id: UUID) -> int:
    """How many items an operation has."""
    return await session.scalar(select(func.count()).where(OperationItem.operation_id == operation_id)) or 0


async def retry_failed(session: AsyncSession, operation_id: UUID) -> int:
    """Lets failed items be done again; how many."""
    statement = (
        update(OperationItem)
        .where(OperationItem.operation_id == operation_id, OperationItem.state == ItemState.FAILED)
        .values(state=ItemState.PENDING, problem_code=None)
        .returning(OperationItem.position)
    )
    return len((await session.scalars(statement)).all())


async def add_members(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Stores items, the members of an archive say."""
    for start in range(0, len(rows), 1_000):
        await session.execute(insert(OperationItem), list(rows[start : start + 1_000]))


async def contents_of(
    session: AsyncSession, actor: Actor, operation_id: UUID, *, after: int, limit: int
) -> list[tuple[OperationItem, Document, DocumentVersion]]:
    """The next documents of an operation that the actor may read now, with the version that is found."""
    query = (
        select(OperationItem, Document, DocumentVersion)
        .join(Document, Document.id == OperationItem.document_id)
        .join(DocumentVersion, DocumentVersion.id == Document.current_version_id)
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(
            OperationItem.operation_id == operation_id,
            OperationItem.position > after,
            Document.deleted_at.is_(None),
            MAY_READ,
        )
        .order_by(OperationItem.position)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(query, who(actor))]


async def total_size(session: AsyncSession, operation_id: UUID) -> int:
    """What the versions of an operation's documents that are found take."""
    query = (
        select(func.coalesce(func.sum(DocumentVersion.size), 0))
        .join(Document, Document.current_version_id == DocumentVersion.id)
        .join(OperationItem, OperationItem.document_id == Document.id)
        .where(OperationItem.operation_id == operation_id)
    )
    return int(await session.scalar(query) or 0)


async def delete_old(session: AsyncSession, before: Any) -> None:  # noqa: ANN401 - a moment
    """Forgets operations that ended before a moment."""
    await session.execute(delete(Operation).where(Operation.finished_at < before))
