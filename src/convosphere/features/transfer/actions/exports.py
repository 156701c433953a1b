"""Exports: asked for, looked at, fetched, removed."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.actions.exporting import count_exportable, folder_scope, name_of_scope
from convosphere.features.chat.types import ExportScope
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions.links import seal
from convosphere.features.transfer.actions.notify import tell_export
from convosphere.features.transfer.actions.present import present_export
from convosphere.features.transfer.actions.sweep import defer_sweep
from convosphere.features.transfer.errors import ExportNotReadyError, NothingToExportError, TooManyExportsError
from convosphere.features.transfer.events import ChatsExported
from convosphere.features.transfer.schemas import ExportCreate, ExportLink, ExportOut, ExportScopeIn
from convosphere.features.transfer.tables import Export
from convosphere.features.transfer.types import ExportStatus, TransferKey
from convosphere.platform.context import Platform
from convosphere.platform.database import Page
from convosphere.platform.errors import NotFoundError
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id

EXPORT = "chat.export"
EXPORT_JOB = "transfer.export"


async def create_export(session: AsyncSession, platform: Platform, actor: Actor, wanted: ExportCreate) -> ExportOut:
    """Has conversations of the actor's written into a file, in the background.

    Raises:
        NotFoundError: one of the conversations, or the folder, is not there or somebody else's.
        NothingToExportError, TooManyExportsError: see there.
    """
    actor.require(EXPORT)
    most = platform.settings.transfer.exports_per_person
    if await repository.count_running_exports(session, actor.person_id) >= most:
        raise TooManyExportsError(limit=most)
    scope = await _scope(session, actor, wanted.scope)
    total = await count_exportable(session, actor, scope)
    if scope.conversation_ids is not None and total < len(scope.conversation_ids):
        raise NotFoundError(field="body.scope.conversation_ids")
    if total == 0:
        raise NothingToExportError
    now = platform.clock.now()
    row = Export(
        id=new_id(),
        organization_id=actor.organization_id,
        owner_id=actor.person_id,
        scope=_stored(scope),
        name=await name_of_scope(session, actor, scope, wanted.scope.folder_id),
        format=wanted.format,
        status=ExportStatus.WAITING,
        done=0,
        total=total,
        simplified=0,
        locale=actor.locale,
        created_at=now,
        expires_at=now + timedelta(days=platform.settings.transfer.keep_days),
    )
    session.add(row)
    await session.flush()
    await platform.jobs.defer(session, EXPORT_JOB, organization_id=str(row.organization_id), export_id=str(row.id))
    tell_export(session, platform, row)
    publish(
        session,
        ChatsExported(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="export",
            subject_id=str(row.id),
            address=actor.address,
            format=wanted.format,
            conversations=total,
        ),
    )
    return present_export(row, actor.locale)


async def _scope(session: AsyncSession, actor: Actor, wanted: ExportScopeIn) -> ExportScope:
    if wanted.folder_id is not None:
        return await folder_scope(session, actor, wanted.folder_id)
    if wanted.conversation_ids is not None:
        return ExportScope(conversation_ids=tuple(dict.fromkeys(wanted.conversation_ids)))
    return ExportScope()


def _stored(scope: ExportScope) -> dict[str, list[str]]:
    parts = {"conversation_ids": scope.conversation_ids, "folder_ids": scope.folder_ids}
    return {name: [str(each) for each in ids] for name, ids in parts.items() if ids is not None}


async def list_exports(session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None) -> Page[Export]:
    """The actor's exports, the newest first."""
    actor.require(EXPORT)
    return await repository.list_own(session, Export, actor.person_id, limit, cursor)


async def get_export(session: AsyncSession, actor: Actor, export_id: UUID) -> ExportOut:
    """One of the actor's exports."""
    actor.require(EXPORT)
    return present_export(await repository.get_export(session, actor.person_id, export_id), actor.locale)


async def delete_export(session: AsyncSession, platform: Platform, actor: Actor, export_id: UUID) -> None:
    """Ends an export that runs, and removes its file."""
    actor.require(EXPORT)
    row = await repository.get_export(session, actor.person_id, export_id, lock=True)
    row.status = ExportStatus.CANCELLED
    row.expires_at = platform.clock.now()
    await session.flush()
    await defer_sweep(session, platform, actor.organization_id)
    tell_export(session, platform, row)


async def make_link(session: AsyncSession, platform: Platform, actor: Actor, export_id: UUID) -> ExportLink:
    """A link to an export's file.

    Raises:
        ExportNotReadyError: see there.
    """
    actor.require(EXPORT)
    row = await repository.get_export(session, actor.person_id, export_id)
    now = platform.clock.now()
    if row.status != ExportStatus.READY or row.expires_at <= now:
        raise ExportNotReadyError
    expires = min(now + timedelta(seconds=platform.settings.files.link_seconds), row.expires_at)
    token = seal(platform, TransferKey(row.organization_id, row.id), expires)
    return ExportLink(url=f"/api/v1/exports/content/{token}", expires_at=expires)
