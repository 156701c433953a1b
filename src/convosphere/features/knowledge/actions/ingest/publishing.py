"""Last stage: one transaction makes the version the one that is found. Before it nothing of it is, after it all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest.work import EndedError, Run
from convosphere.features.knowledge.actions.notify import tell_version, tell_versions
from convosphere.features.knowledge.repository import access, documents, entries, ingesting, spaces, versions
from convosphere.features.knowledge.tables import Document, DocumentVersion
from convosphere.features.knowledge.types import DocumentStatus, Stage
from convosphere.features.knowledge.types.spaces import Space
from convosphere.platform.context import Platform

SETTLE_JOB = "knowledge.settle"


async def announce(session: AsyncSession, desk: Desk, waiting: Sequence[DocumentVersion]) -> None:
    """Tells an index behind the network what new documents of a base will be found by, before it gets their chunks."""
    if not desk.index.remote:
        return
    by_document = {version.document_id: version for version in waiting}
    rows = await documents.find_new(session, list(by_document))
    told = []
    for row, entry in zip(rows, await entries.entries_of(session, rows), strict=True):
        version = by_document[row.id]
        told.append(
            replace(
                entry,
                media_kind=version.media_kind,
                language=version.language,
                author=row.author or version.author,
                date=row.document_date or version.document_date or row.created_at,
            )
        )
    await desk.index.announce(session, told)


async def publish_version(run: Run) -> None:
    """Ends with the version ready, or back at embedding when the base wants other vectors by now."""
    platform = run.desk.platform
    async with platform.database.transaction(run.key.organization_id) as session:
        # In the order in which everybody locks: the document, then its base.
        document = await documents.find_document(session, run.work.document.id, lock=True)
        base = await access.hold_base(session, run.work.base.id)
        version = await versions.find_version(session, run.key.version_id, lock=True)
        if document is None or base is None or version is None or document.deleted_at is not None:
            raise EndedError
        # A quick one comes here without having stored that it is staged.
        expected = (Stage.INDEXING, Stage.EMBEDDING) if run.quick else (Stage.INDEXING,)
        if version.stage not in expected or version.status != DocumentStatus.RUNNING:
            raise EndedError
        for space in run.embedded:
            await spaces.note_embedded(session, run.key.organization_id, space.id, version.id)
        run.embedded = []
        if await spaces.missing_spaces(session, base.id, version.id):
            version.stage = Stage.EMBEDDING
        else:
            await _publish(run, session, document, version)
        await session.flush()
        tell_version(session, platform, version)
    run.work = versions.Work(version, document, base)


async def _publish(run: Run, session: AsyncSession, document: Document, version: DocumentVersion) -> None:
    now = run.desk.platform.clock.now()
    make_ready(version, now)
    current = await versions.find_version(session, document.current_version_id)
    # An older one that was slower than its successor is kept, and not found.
    if current is None or current.number < version.number:
        make_current(document, version, now)
        await session.flush()
        for entry in await entries.entries_of(session, [document]):
            await run.desk.index.publish(session, entry)
    await defer_settle(session, run.desk.platform, [document])


async def publish_together(
    desk: Desk, organization_id: UUID, base_id: UUID, staged: Sequence[DocumentVersion], embedded: Sequence[Space]
) -> list[UUID]:
    """Publishes versions of different documents of a base, all of them staged, embedded for these spaces.

    Returns:
        Those that have to go on by themselves: the base wants other vectors by now.
    """
    platform = desk.platform
    async with platform.database.transaction(organization_id) as session:
        locked = await documents.lock_documents(session, base_id, [version.document_id for version in staged])
        base = await access.hold_base(session, base_id)
        held = await ingesting.hold_versions(session, [version.id for version in staged])
        if base is None:
            return []
        by_id = {document.id: document for document in locked if document.deleted_at is None}
        due = [
            version
            for version in held
            if version.document_id in by_id
            and version.stage == Stage.EMBEDDING
            and version.status == DocumentStatus.RUNNING
        ]
        await ingesting.note_embedded(session, embedded, [version.id for version in due])
        if {space.id for space in await spaces.spaces_to_fill(session, base_id)} - {space.id for space in embedded}:
            return [version.id for version in due]
        now = platform.clock.now()
        current = [by_id[version.document_id].current_version_id for version in due]
        numbers = await ingesting.numbers_of(session, [each for each in current if each is not None])
        for version in due:
            document = by_id[version.document_id]
            make_ready(version, now)
            known = document.current_version_id
            if known is None or numbers.get(known, 0) < version.number:
                make_current(document, version, now)
        await session.flush()
        found = [by_id[version.document_id] for version in due]
        await desk.index.publish_many(session, await entries.entries_of(session, found))
        await defer_settle(session, platform, found)
        tell_versions(session, platform, due)
    return []


def make_ready(version: DocumentVersion, now: datetime) -> None:
    """Nothing is left to be done with it."""
    version.status = DocumentStatus.READY
    version.stage = Stage.DONE
    version.percent = 100
    version.ready_at = now
    version.problem_code = version.problem_params = None


def make_current(document: Document, version: DocumentVersion, now: datetime) -> None:
    """What is known of the document is that version's from now on; what people wrote themselves stays."""
    document.current_version_id = version.id
    document.media_kind = version.media_kind
    document.language = version.language
    document.size = version.size
    document.chunk_count = version.chunk_count
    document.keywords = version.keywords
    document.author = document.author or version.author
    document.document_date = document.document_date or version.document_date
    document.updated_at = now


async def defer_settle(session: AsyncSession, platform: Platform, rows: Sequence[Document]) -> None:
    """Has the index brought to what is published of documents once the transaction is through."""
    if rows:
        ids: list[Any] = [str(document.id) for document in rows]
        await platform.jobs.defer(session, SETTLE_JOB, organization_id=str(rows[0].organization_id), document_ids=ids)
