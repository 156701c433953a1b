"""The job that unpacks an archive: each file in it becomes a document, in the folders it has there."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.documents import Member, UnpackLimits, UnreadableError
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.documents.room import require_room
from convosphere.features.knowledge.actions.ingest.bring import Bringer, Brought, bring
from convosphere.features.knowledge.actions.notify import tell_base, tell_operation
from convosphere.features.knowledge.actions.operations.run import end, end_failed
from convosphere.features.knowledge.repository import access, folders, operations, versions
from convosphere.features.knowledge.tables import Operation, OperationItem
from convosphere.features.knowledge.types import ItemState, OperationKey, OperationStatus, VersionOrigin
from convosphere.platform.errors import ProblemError
from convosphere.platform.settings import Settings
from convosphere.platform.storage import ObjectMissingError, Workplace


async def unpack(desk: Desk, key: OperationKey) -> None:
    """Unpacks what is left of an archive; begins anew with what was not through when it was interrupted.

    Raises:
        StorageUnavailableError: it is away; the job tries again.
    """
    platform = desk.platform
    async with platform.database.transaction(key.organization_id) as session:
        row = await operations.find(session, key.operation_id)
    if row is None or row.status not in operations.OPEN:
        return
    async with Workplace(platform.settings.data_dir).folder() as folder:
        path = folder / "archive"
        try:
            await platform.storage.fetch([str(each) for each in row.params["arrived"]], path)
            members = await desk.reader.unpack(path, _limits(platform.settings))
        except ObjectMissingError:
            await end_failed(desk, key, "document_content_lost")
            return
        except UnreadableError as error:
            await end_failed(desk, key, f"archive_{error.fault}")
            return
        if not members:
            await end_failed(desk, key, "archive_empty")
            return
        await _list(desk, key, members)
        while await _next(desk, key, members):
            pass


def _limits(settings: Settings) -> UnpackLimits:
    knowledge = settings.knowledge
    return UnpackLimits(
        seconds=knowledge.read_seconds,
        memory_mb=knowledge.read_memory_mb,
        entries=knowledge.archive_members,
        unpacked_bytes=knowledge.unpacked_bytes,
        member_bytes=max(knowledge.max_bytes, knowledge.unpacked_bytes),
    )


async def _list(desk: Desk, key: OperationKey, members: list[Member]) -> None:
    """Writes down what is in it, once."""
    async with desk.platform.database.transaction(key.organization_id) as session:
        row = await operations.find(session, key.operation_id, lock=True)
        if row is None or row.status not in operations.OPEN:
            return
        row.status = OperationStatus.RUNNING
        if not await operations.count_items(session, row.id):
            items: list[dict[str, Any]] = [
                {
                    "organization_id": row.organization_id,
                    "operation_id": row.id,
                    "position": position,
                    "document_id": None,
                    "name": "/".join(member.path_parts)[:1_000],
                    "state": ItemState.PENDING,
                    "problem_code": None,
                }
                for position, member in enumerate(members)
            ]
            await operations.add_members(session, items)
            row.total = len(items)
        await session.flush()
        tell_operation(session, desk.platform, row)


async def _next(desk: Desk, key: OperationKey, members: list[Member]) -> bool:
    """One member; False: there are no more, or it has been ended."""
    platform = desk.platform
    async with platform.database.transaction(key.organization_id) as session:
        row = await operations.find(session, key.operation_id, lock=True)
        if row is None or row.status not in operations.OPEN:
            return False
        if row.owner_id is None:
            # Nobody is there any more who could bring something into the base.
            end(row, "knowledge_operation_failed", platform.clock)
            await session.flush()
            tell_operation(session, platform, row)
            return False
        items = await operations.pending(session, row.id, 1)
        if not items:
            await _finish(session, desk, row)
            return False
        position = items[0].position
    version_id = uuid5(key.operation_id, str(position))
    arrived = f"{places.incoming(key.organization_id, version_id)}/member"
    member = members[position] if position < len(members) else None
    if member is not None:
        await platform.storage.put_file(arrived, Path(member.file))
    async with platform.database.transaction(key.organization_id) as session:
        row = await operations.find(session, key.operation_id, lock=True)
        goes_on = row is not None and row.status in operations.OPEN and row.owner_id is not None
        item = next(iter(await operations.pending(session, key.operation_id, 1)), None)
        # Another worker, which took this one for dead, may have seen to it.
        if goes_on and row is not None and item is not None and item.position == position:
            code = "document_content_lost"
            if member is not None:
                code = await _bring(session, desk, row, item, (member, version_id, arrived))
            item.state = ItemState.FAILED if code else ItemState.DONE
            item.problem_code = code or None
            row.failed += bool(code)
            row.done += not code
            await session.flush()
            tell_operation(session, platform, row)
        wanted = await versions.find_version(session, version_id) is not None
    if member is not None and not wanted:
        await platform.storage.delete(arrived)
    return goes_on


async def _bring(
    session: AsyncSession, desk: Desk, row: Operation, item: OperationItem, found: tuple[Member, UUID, str]
) -> str:
    """Makes a document of a member; why not, or ""."""
    member, version_id, arrived = found
    if row.owner_id is None or not await access.base_lives(session, row.base_id):
        return "document_gone"
    try:
        await require_room(session, desk.platform, member.size)
    except ProblemError as error:
        return error.code
    start = row.params["folder_id"]
    folder_id = await folders.hold_path(
        session,
        row.organization_id,
        row.base_id,
        None if start is None else UUID(start),
        member.path_parts[:-1],
        now=desk.platform.clock.now(),
    )
    brought = Brought(
        row.base_id,
        folder_id,
        member.path_parts[-1],
        member.size,
        [arrived],
        VersionOrigin.ARCHIVE,
        version_id=version_id,
    )
    bringer = Bringer(row.organization_id, row.owner_id, row.locale)
    document, _ = await bring(session, desk.platform, bringer, brought)
    item.document_id = document.id
    return ""


async def _finish(session: AsyncSession, desk: Desk, row: Operation) -> None:
    row.status = OperationStatus.DONE
    row.finished_at = desk.platform.clock.now()
    await session.flush()
    tell_operation(session, desk.platform, row)
    tell_base(session, desk.platform, row.base_id)
