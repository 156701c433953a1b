"""Removing what nobody needs: files that were never sent, content of files that were given up, forgotten leftovers."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.files import repository
from convosphere.features.files.actions import places
from convosphere.features.files.types import FileKey
from convosphere.platform.context import Platform
from convosphere.platform.storage import Workplace

SWEEP_JOB = "files.sweep"
SWEEP_ALL_JOB = "files.sweep_all"
SWEEP_CRON = "*/10 * * * *"

_BATCH = 100

_log = structlog.get_logger(__name__)


async def defer_sweep(session: AsyncSession, platform: Platform, organization_id: UUID) -> None:
    """Has one organisation's doomed files removed as soon as the transaction is through."""
    await platform.jobs.defer(session, SWEEP_JOB, organization_id=str(organization_id))


async def sweep_all(platform: Platform) -> None:
    """Goes through every organisation."""
    await Workplace(platform.settings.data_dir).tidy()
    async with platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        await sweep(platform, organization_id)


async def sweep(platform: Platform, organization_id: UUID) -> None:
    """Gives up what was never sent, then removes the content of all that was given up, then the rows.

    In this order: an interruption leaves rows that the next round finds, never content that no row speaks of.
    """
    now = platform.clock.now()
    before = now - timedelta(hours=platform.settings.files.unsent_hours)
    async with platform.database.transaction(organization_id) as session:
        expired = await repository.doom_unsent(session, before, now)
    removed = 0
    while True:
        async with platform.database.transaction(organization_id) as session:
            doomed = await repository.list_doomed(session, _BATCH)
        for file_id in doomed:
            key = FileKey(organization_id, file_id)
            await platform.storage.delete_folder(places.quarantine(key))
            await platform.storage.delete_folder(places.folder(key))
        if doomed:
            async with platform.database.transaction(organization_id) as session:
                await repository.delete_files(session, doomed)
        removed += len(doomed)
        if len(doomed) < _BATCH:
            break
    if removed:
        _log.info("files_removed", organization_id=str(organization_id), never_sent=expired, removed=removed)
