"""Removes what was ended or whose time is over: the files first, then the rows."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions import places
from convosphere.features.transfer.types import TransferKey
from convosphere.platform.context import Platform

SWEEP_JOB = "transfer.sweep"
SWEEP_CRON = "23 * * * *"

_BATCH = 100


async def defer_sweep(session: AsyncSession, platform: Platform, organization_id: UUID) -> None:
    """Has one organisation's ended ones removed as soon as the transaction is through."""
    await platform.jobs.defer(session, SWEEP_JOB, organization_id=str(organization_id))


async def sweep_all(platform: Platform) -> None:
    """Goes through every organisation."""
    async with platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        await sweep(platform, organization_id)


async def sweep(platform: Platform, organization_id: UUID) -> None:
    """In this order: an interruption leaves rows that the next round finds, never files that no row speaks of."""
    while True:
        async with platform.database.transaction(organization_id) as session:
            exports, imports = await repository.expired(session, platform.clock.now(), _BATCH)
        for export_id in exports:
            await platform.storage.delete_folder(places.export_folder(TransferKey(organization_id, export_id)))
        for import_id in imports:
            await platform.storage.delete_folder(places.import_folder(TransferKey(organization_id, import_id)))
        async with platform.database.transaction(organization_id) as session:
            await repository.delete_rows(session, exports, imports)
        if len(exports) < _BATCH and len(imports) < _BATCH:
            return
