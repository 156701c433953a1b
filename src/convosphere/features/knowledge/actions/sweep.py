"""Removing what nobody needs any more: deleted bases and documents, uploads that were never ended, old operations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.repository import operations, sweeping, uploads, versions
from convosphere.platform.context import Platform

SWEEP_JOB: Final = "knowledge.sweep"

_BATCH = 100
_UPLOAD_DAYS = 1
_OPERATION_DAYS = 90

_log = structlog.get_logger(__name__)


async def defer_sweep(session: AsyncSession, platform: Platform, organization_id: UUID) -> None:
    """Has one organisation cleaned up as soon as the transaction is through."""
    await platform.jobs.defer(session, SWEEP_JOB, organization_id=str(organization_id))


def kept_since(platform: Platform) -> datetime:
    """What was deleted at this moment or before cannot be brought back any more: the clean-up may have begun."""
    return platform.clock.now() - timedelta(days=platform.settings.knowledge.keep_deleted_days)


async def sweep_all(desk: Desk) -> None:
    """Goes through every organisation."""
    async with desk.platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        await sweep(desk, organization_id)


async def sweep(desk: Desk, organization_id: UUID) -> None:
    """Cleans up in one organisation.

    Index and storage come first, the rows last: an interruption leaves rows that the next round finds, never content
    that no row speaks of.
    """
    now = desk.platform.clock.now()
    before = kept_since(desk.platform)
    removed = 0
    while True:
        async with desk.platform.database.transaction(organization_id) as session:
            doomed = await sweeping.doomed_documents(session, before, _BATCH)
        if not doomed:
            break
        await _remove(desk, organization_id, doomed)
        removed += len(doomed)
    await _remove_uploads(desk, organization_id, now - timedelta(days=_UPLOAD_DAYS), before)
    async with desk.platform.database.transaction(organization_id) as session:
        await sweeping.delete_empty_bases(session, before)
        await operations.delete_old(session, now - timedelta(days=_OPERATION_DAYS))
    if removed:
        _log.info("documents_removed", organization_id=str(organization_id), removed=removed)


async def _remove_uploads(desk: Desk, organization_id: UUID, before: datetime, gone_before: datetime) -> None:
    while True:
        async with desk.platform.database.transaction(organization_id) as session:
            doomed = await uploads.doomed_uploads(session, before, gone_before, _BATCH)
        if not doomed:
            return
        for upload_id in doomed:
            await desk.platform.storage.delete_folder(places.incoming(organization_id, upload_id))
        async with desk.platform.database.transaction(organization_id) as session:
            await uploads.delete_uploads(session, doomed)


async def _remove(desk: Desk, organization_id: UUID, document_ids: Sequence[UUID]) -> None:
    await desk.index.remove(organization_id, document_ids)
    async with desk.platform.database.transaction(organization_id) as session:
        rows = await versions.of_documents(session, document_ids)
    for version_id, content_id, arrived in rows:
        await desk.platform.storage.delete(*(str(key) for key in arrived))
        await desk.platform.storage.delete_folder(places.version(organization_id, version_id))
        await desk.platform.storage.delete_folder(places.content(organization_id, content_id))
    async with desk.platform.database.transaction(organization_id) as session:
        await sweeping.delete_documents(session, document_ids)
