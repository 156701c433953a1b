"""Operations: begun, looked at, cancelled, tried again, undone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.ingest.bring import Bringer, Brought
from convosphere.features.knowledge.actions.notify import tell_operation
from convosphere.features.knowledge.actions.operations.foldered import noted, outermost
from convosphere.features.knowledge.actions.operations.presenting import present_operation, undoable
from convosphere.features.knowledge.actions.operations.relocating import target_of
from convosphere.features.knowledge.actions.present import problem
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.errors.operations import NothingSelectedError, OperationStateError
from convosphere.features.knowledge.repository import bases, folders, operations, order
from convosphere.features.knowledge.repository.listing import beside, selected
from convosphere.features.knowledge.schemas.operations import (
    FailureOut,
    FailurePage,
    FailureQuery,
    OperationIn,
    OperationOut,
    OperationPage,
    OperationQuery,
    Selection,
)
from convosphere.features.knowledge.tables import KnowledgeFolder, KnowledgeTag, Operation
from convosphere.features.knowledge.types import BaseRole, ItemState, OperationKind, OperationStatus
from convosphere.platform.context import Platform
from convosphere.platform.errors import InvalidInputError, NotFoundError
from convosphere.platform.ids import new_id

OPERATE_JOB = "knowledge.operate"
UNPACK_JOB = "knowledge.unpack"


async def begin_operation(
    session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID, wanted: OperationIn
) -> OperationOut:
    """Has something done to many documents.

    Raises:
        NothingSelectedError: there is no document in the selection, nor a folder to move or delete.
        NotFoundError: no such base for the actor, or no such folder or tag in it.
        BaseReadOnlyError: the actor may not change documents in one of the bases.
        InvalidInputError: there is no tag to give or take, or another base for something else than moving.
    """
    await get_base(session, actor, base_id, need=BaseRole.EDITOR)
    kind = OperationKind(wanted.kind)
    if wanted.to_base_id is not None and kind is not OperationKind.MOVE:
        raise InvalidInputError(field="body.to_base_id")
    params: dict[str, Any] = {}
    if kind is OperationKind.MOVE:
        params = await _move_params(session, actor, base_id, wanted)
    if kind is OperationKind.TAG:
        if not (wanted.add_tags or wanted.remove_tags):
            raise InvalidInputError(field="body.add_tags")
        await order.require_tags(session, base_id, wanted.add_tags, field="body.add_tags")
        params = {"add": [str(tag) for tag in wanted.add_tags], "remove": [str(tag) for tag in wanted.remove_tags]}
    chosen: dict[UUID, str] = {}
    if kind in (OperationKind.MOVE, OperationKind.DELETE) and not wanted.selection.older_reader:
        # The folders themselves are meant, too, not only what lies in them.
        chosen = await outermost(session, base_id, wanted.selection.folder_ids)
    if chosen and "to_base_id" not in params:
        params["chosen"] = noted(chosen)
    row = await _add(session, platform, _by(actor), base_id, kind, params=params)
    await _select(session, row, wanted.selection, chosen)
    await _defer(session, platform, row)
    return present_operation(row, actor.locale)


async def _move_params(session: AsyncSession, actor: Actor, base_id: UUID, wanted: OperationIn) -> dict[str, Any]:
    """Where to; into another base also what brings its folders along: `roots`, None for all."""
    target = wanted.to_base_id or base_id
    if target != base_id:
        try:
            await get_base(session, actor, target, need=BaseRole.EDITOR)
        except NotFoundError:
            raise NotFoundError(field="body.to_base_id") from None
    if wanted.folder_id is not None:
        await folders.get_folder(session, target, wanted.folder_id, field="body.folder_id")
    params: dict[str, Any] = {"folder_id": None if wanted.folder_id is None else str(wanted.folder_id)}
    if target != base_id:
        chosen = wanted.selection
        roots = None if chosen.everything else [str(folder) for folder in chosen.folder_ids]
        params |= {"to_base_id": str(target), "roots": roots}
    return params


async def _select(session: AsyncSession, row: Operation, selection: Selection, chosen: Mapping[UUID, str]) -> None:
    """Puts a selection into an operation; `chosen`: folders that are meant themselves."""
    if row.kind == OperationKind.MOVE and target_of(row) is None and chosen:
        row.total = await operations.add_folders(session, row, chosen)
        row.total += await operations.add_items(session, row, beside(row.base_id, selection), behind=row.total)
    else:
        row.total = await operations.add_items(session, row, selected(row.base_id, selection))
    if not row.total and not chosen:
        raise NothingSelectedError(field="body.selection")
    await session.flush()


async def begin_folder_deletion(
    session: AsyncSession, platform: Platform, actor: Actor, folder: KnowledgeFolder
) -> OperationOut:
    """Has a folder deleted that documents lie in, with all of them; for whoever has settled that the actor may."""
    chosen = {folder.id: folder.name}
    params = {"chosen": noted(chosen)}
    row = await _add(session, platform, _by(actor), folder.base_id, OperationKind.DELETE, params=params)
    await _select(session, row, Selection(folder_ids=[folder.id]), chosen)
    await _defer(session, platform, row)
    return present_operation(row, actor.locale)


async def begin_tag_removal(
    session: AsyncSession, platform: Platform, actor: Actor, tag: KnowledgeTag, *, into: UUID | None, total: int
) -> OperationOut:
    """Has a tag taken from all its documents and then deleted; they get the other one. For whoever has settled that
    the actor may.
    """
    params = {
        "add": [] if into is None else [str(into)],
        "remove": [str(tag.id)],
        "tag": {"id": str(tag.id), "name": tag.name},
    }
    row = await _add(session, platform, _by(actor), tag.base_id, OperationKind.TAG, params=params)
    row.total = total
    await _defer(session, platform, row)
    return present_operation(row, actor.locale)


async def begin_unpacking(session: AsyncSession, platform: Platform, bringer: Bringer, brought: Brought) -> Operation:
    """Has an archive that has arrived unpacked into a base."""
    folder_id = None if brought.folder_id is None else str(brought.folder_id)
    params = {"arrived": list(brought.arrived), "folder_id": folder_id, "name": brought.name}
    row = await _add(session, platform, bringer, brought.base_id, OperationKind.UNPACK, params=params)
    await _defer(session, platform, row)
    return row


async def get_operation(session: AsyncSession, actor: Actor, operation_id: UUID) -> OperationOut:
    """One operation; for the editors of its base."""
    return present_operation(await _reach(session, actor, operation_id), actor.locale)


async def list_operations(session: AsyncSession, actor: Actor, query: OperationQuery) -> OperationPage:
    """A base's operations, the newest first; for its editors."""
    await get_base(session, actor, query.base_id, need=BaseRole.EDITOR)
    page = await operations.list_operations(session, query.base_id, query.limit, query.cursor)
    return OperationPage(
        items=[present_operation(row, actor.locale) for row in page.items], next_cursor=page.next_cursor
    )


async def list_failures(session: AsyncSession, actor: Actor, operation_id: UUID, query: FailureQuery) -> FailurePage:
    """The documents that it failed for, and why."""
    await _reach(session, actor, operation_id)
    after = -1
    if query.cursor is not None:
        if not query.cursor.isdigit():
            raise InvalidInputError(field="query.cursor", reason="invalid_cursor")
        after = int(query.cursor[:9])
    rows = await operations.list_items(session, operation_id, ItemState.FAILED, after=after, limit=query.limit + 1)
    items = []
    for row in rows[: query.limit]:
        shown = problem(row.problem_code or "document_failed", None, actor.locale)
        if shown is not None:
            items.append(FailureOut(document_id=row.document_id, name=row.name, problem=shown))
    more = len(rows) > query.limit
    return FailurePage(items=items, next_cursor=str(rows[query.limit - 1].position) if more else None)


async def cancel_operation(session: AsyncSession, platform: Platform, actor: Actor, operation_id: UUID) -> OperationOut:
    """Ends an operation; what is done stays done.

    Raises:
        OperationStateError: it has ended already.
    """
    row = await _reach(session, actor, operation_id, lock=True)
    if row.status not in operations.OPEN:
        raise OperationStateError
    _cancel(session, platform, row)
    await session.flush()
    return present_operation(row, actor.locale)


def _cancel(session: AsyncSession, platform: Platform, row: Operation) -> None:
    row.status = OperationStatus.CANCELLED
    row.finished_at = platform.clock.now()
    tell_operation(session, platform, row)


async def retry_operation(session: AsyncSession, platform: Platform, actor: Actor, operation_id: UUID) -> OperationOut:
    """Does what failed once more, and what a cancelled operation had not come to.

    Raises:
        OperationStateError: it has not ended, or nothing of it failed.
    """
    row = await _reach(session, actor, operation_id, lock=True)
    if row.status in operations.OPEN:
        raise OperationStateError
    again = await operations.retry_failed(session, operation_id)
    if not again and row.status == OperationStatus.DONE:
        raise OperationStateError
    row.failed -= again
    row.status = OperationStatus.WAITING
    row.problem_code = row.finished_at = None
    await _defer(session, platform, row)
    return present_operation(row, actor.locale)


async def undo_operation(session: AsyncSession, platform: Platform, actor: Actor, operation_id: UUID) -> OperationOut:
    """Brings back what an operation deleted, as an operation of its own; one that goes on still ends with that.

    Raises:
        OperationStateError: it has deleted nothing, nor was it about to.
    """
    row = await _reach(session, actor, operation_id, lock=True)
    if row.kind == OperationKind.DELETE and row.status in operations.OPEN:
        _cancel(session, platform, row)
        await session.flush()
        if not undoable(row):
            # It had not come to anything yet.
            return present_operation(row, actor.locale)
    if not undoable(row):
        raise OperationStateError
    params = {"of": str(row.id), "folders": row.params.get("folders", [])}
    back = await _add(session, platform, _by(actor), row.base_id, OperationKind.RESTORE, params=params)
    back.total = await operations.copy_done(session, row.id, back)
    row.params = {**row.params, "undone": True}
    await _defer(session, platform, back)
    return present_operation(back, actor.locale)


async def _reach(session: AsyncSession, actor: Actor, operation_id: UUID, *, lock: bool = False) -> Operation:
    row = await operations.find(session, operation_id, lock=lock)
    if row is None:
        raise NotFoundError(field="path.operation_id")
    await get_base(session, actor, row.base_id, need=BaseRole.EDITOR)
    return row


async def _add(
    session: AsyncSession,
    platform: Platform,
    bringer: Bringer,
    base_id: UUID,
    kind: OperationKind,
    *,
    params: dict[str, Any],
) -> Operation:
    row = Operation(
        id=new_id(),
        organization_id=bringer.organization_id,
        base_id=base_id,
        owner_id=bringer.person_id,
        kind=kind,
        params=params,
        status=OperationStatus.WAITING,
        total=0,
        done=0,
        failed=0,
        locale=bringer.locale,
        created_at=platform.clock.now(),
    )
    await bases.add(session, row)
    return row


async def _defer(session: AsyncSession, platform: Platform, row: Operation) -> None:
    await session.flush()
    job = UNPACK_JOB if row.kind == OperationKind.UNPACK else OPERATE_JOB
    await platform.jobs.defer(session, job, organization_id=str(row.organization_id), operation_id=str(row.id))
    tell_operation(session, platform, row)


def _by(actor: Actor) -> Bringer:
    return Bringer(actor.organization_id, actor.person_id, actor.locale)
