"""The job of an operation: some documents in each transaction, so that it can be watched, cancelled and taken over."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest.bring import Bringer
from convosphere.features.knowledge.actions.notify import tell_base, tell_operation
from convosphere.features.knowledge.actions.operations import verbs
from convosphere.features.knowledge.actions.operations.foldered import folders_back, move_folders, take_folders_away
from convosphere.features.knowledge.actions.operations.relocating import relocate, take_folders_along, target_of
from convosphere.features.knowledge.actions.operations.tagging import take_tag_on, takes_tag
from convosphere.features.knowledge.actions.operations.verbs import Failed
from convosphere.features.knowledge.events import DocumentsDeleted, DocumentsMoved, DocumentsRestored
from convosphere.features.knowledge.repository import documents, folders, operations
from convosphere.features.knowledge.tables import Document, Operation, OperationItem
from convosphere.features.knowledge.types import ItemState, OperationKey, OperationKind, OperationStatus
from convosphere.platform.clock import Clock
from convosphere.platform.events import AuditedEvent, publish

_BATCH = 50
_AUDITED: dict[OperationKind, Callable[..., AuditedEvent]] = {
    OperationKind.DELETE: DocumentsDeleted,
    OperationKind.RESTORE: DocumentsRestored,
}
_MOST_NAMES = 10


async def operate(desk: Desk, key: OperationKey) -> None:
    """Does what is left of an operation."""
    while await _batch(desk, key):
        pass


async def _batch(desk: Desk, key: OperationKey) -> bool:
    """Some documents; False: there are no more, or it has been ended."""
    platform = desk.platform
    async with platform.database.transaction(key.organization_id) as session:
        row = await operations.find(session, key.operation_id, lock=True)
        if row is None or row.status not in operations.OPEN:
            return False
        row.status = OperationStatus.RUNNING
        if takes_tag(row):
            more = await take_tag_on(session, desk, row)
            if not more:
                await _finish(session, desk, row)
            await session.flush()
            tell_operation(session, platform, row)
            return more
        items = await operations.pending(session, row.id, _BATCH)
        if not items:
            await _finish(session, desk, row)
            return False
        target = target_of(row)
        if target is not None:
            # Before the documents, as everybody does who changes folders.
            await folders.hold_tree(session, target)
        places = await folders_back(session, platform.clock, row, items)
        stuck = await _move_folders(session, row, [item for item in items if item.document_id is None])
        wanted = [item.document_id for item in items if item.document_id is not None]
        rows = await documents.lock_documents(session, row.base_id, wanted)
        failed = await _do(session, desk, row, rows, places)
        there = {each.id for each in rows}
        for item in items:
            if item.document_id is None:
                code = None if item.folder_id is None else stuck.get(item.folder_id)
            else:
                code = failed.get(item.document_id) if item.document_id in there else "document_gone"
            item.state = ItemState.DONE if code is None else ItemState.FAILED
            item.problem_code = code
            row.done += code is None
            row.failed += code is not None
        await session.flush()
        tell_operation(session, platform, row)
    return True


async def _move_folders(session: AsyncSession, row: Operation, items: Sequence[OperationItem]) -> dict[UUID, str]:
    """Folders that move as they are, before the documents; those that it failed for, and why."""
    if not items:
        return {}
    await folders.hold_tree(session, row.base_id)
    return await move_folders(session, row, items)


async def _do(
    session: AsyncSession, desk: Desk, row: Operation, rows: Sequence[Document], places: Mapping[UUID, UUID]
) -> Failed:
    failed: Failed = {}
    match OperationKind(row.kind):
        case OperationKind.MOVE:
            folder = row.params["folder_id"]
            if target_of(row) is not None:
                failed = await relocate(session, desk, row, rows)
            else:
                failed = await verbs.move(session, desk, rows, None if folder is None else UUID(folder))
        case OperationKind.TAG:
            add, remove = ([UUID(tag) for tag in row.params[name]] for name in ("add", "remove"))
            failed = await verbs.tag(session, desk, rows, add, remove)
        case OperationKind.DELETE:
            failed = await verbs.delete(session, desk, rows)
        case OperationKind.RESTORE:
            failed = await verbs.restore(session, desk, rows, places)
        case OperationKind.REPROCESS:
            bringer = Bringer(row.organization_id, row.owner_id, row.locale)
            failed = await verbs.reprocess(session, desk, rows, bringer)
        case OperationKind.UNPACK | OperationKind.ZIP:
            # Neither comes here: one has a job of its own, the other none.
            pass
    return failed


async def _finish(session: AsyncSession, desk: Desk, row: Operation) -> None:
    row.status = OperationStatus.DONE
    row.finished_at = desk.platform.clock.now()
    target = target_of(row)
    await take_folders_along(session, desk, row)
    await take_folders_away(session, row)
    # Also those in which nothing lay that would have brought them back.
    await folders_back(session, desk.platform.clock, row, ())
    audited = _AUDITED.get(OperationKind(row.kind))
    if target is not None:
        audited = partial(DocumentsMoved, to_base_id=target)
    if audited is not None and row.done:
        first = await operations.list_items(session, row.id, ItemState.DONE, after=-1, limit=_MOST_NAMES)
        publish(
            session,
            audited(
                organization_id=row.organization_id,
                actor_id=row.owner_id,
                subject_id=str(row.base_id),
                documents=row.done,
                names=tuple(item.name for item in first),
            ),
        )
    await session.flush()
    tell_operation(session, desk.platform, row)
    tell_base(session, desk.platform, row.base_id)
    if target is not None:
        tell_base(session, desk.platform, target)


async def give_up(desk: Desk, key: OperationKey) -> None:
    """Every attempt has failed: nobody waits for it any more."""
    await end_failed(desk, key, "knowledge_operation_failed")


async def end_failed(desk: Desk, key: OperationKey, code: str) -> None:
    """Ends an operation that cannot be gone on with."""
    async with desk.platform.database.transaction(key.organization_id) as session:
        row = await operations.find(session, key.operation_id, lock=True)
        if row is None or row.status not in operations.OPEN:
            return
        end(row, code, desk.platform.clock)
        await session.flush()
        tell_operation(session, desk.platform, row)


def end(row: Operation, code: str, clock: Clock) -> None:
    """It has failed as a whole, for this reason."""
    row.status = OperationStatus.FAILED
    row.problem_code = code
    row.finished_at = clock.now()
