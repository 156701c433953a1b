"""Something has arrived: it becomes a version of a document, and the job that takes it in is asked for.

One transaction, whoever brings it: an upload, a text, a page from the web, an archive. The same name in the same place
is a new version; the one before is found until the new one is ready.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.files.rules import guess
from convosphere.features.knowledge.actions.ingest.work import QUICK_BYTES
from convosphere.features.knowledge.actions.notify import tell_version
from convosphere.features.knowledge.repository import bases, documents, versions
from convosphere.features.knowledge.rules.kinds import media_kind
from convosphere.features.knowledge.tables import Document, DocumentVersion
from convosphere.features.knowledge.types import DocumentStatus, MediaKind, Stage, VersionKey, VersionOrigin
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

INGEST_JOB = "knowledge.ingest"
# For small texts; many of a base are done as one.
TOGETHER_JOB = "knowledge.ingest_together"

# What is mostly read without a process of its own.
_TEXTS = frozenset({MediaKind.TEXT, MediaKind.MARKDOWN, MediaKind.TABLE, MediaKind.CODE, MediaKind.DATA})


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who brings it, and the language in which they are told what became of it."""

    organization_id: UUID
    # None: whoever began it is gone.
    person_id: UUID | None
    locale: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What is brought, and where it lies: keys in the storage, in their order."""

    base_id: UUID
    folder_id: UUID | None
    name: str
    size: int
    arrived: Sequence[str]
    origin: VersionOrigin
    media_type: str | None = None
    source_url: str | None = None
    version_id: UUID = field(default_factory=new_id)


async def bring(
    session: AsyncSession, platform: Platform, bringer: Bringer, brought: Brought
) -> tuple[Document, DocumentVersion]:
    """Makes the version, and the document if there is none of that name in that place."""
    now = platform.clock.now()
    media_type = brought.media_type or guess(brought.name)[1]
    kind = media_kind(media_type, brought.name)
    made = Document(
        id=new_id(),
        organization_id=bringer.organization_id,
        base_id=brought.base_id,
        folder_id=brought.folder_id,
        name=brought.name,
        own_access=False,
        media_kind=kind,
        chunk_count=0,
        size=brought.size,
        meta={},
        keywords=[],
        downloads=0,
        created_by=bringer.person_id,
        created_at=now,
        updated_at=now,
    )
    document, _ = await documents.hold_named(session, made)
    version = DocumentVersion(
        id=brought.version_id,
        organization_id=bringer.organization_id,
        document_id=document.id,
        base_id=brought.base_id,
        number=await versions.next_number(session, document.id),
        status=DocumentStatus.WAITING,
        stage=Stage.CHECKING,
        percent=0,
        staged=0,
        staged_spaces=[],
        warnings=[],
        keywords=[],
        name=brought.name,
        media_type=media_type,
        media_kind=kind,
        size=brought.size,
        origin=brought.origin,
        source_url=brought.source_url,
        truncated=False,
        chunk_count=0,
        content_id=new_id(),
        arrived=list(brought.arrived),
        locale=bringer.locale,
        created_by=bringer.person_id,
        created_at=now,
    )
    await bases.add(session, version)
    await begin(session, platform, document, version)
    return document, version


async def again(
    session: AsyncSession,
    platform: Platform,
    bringer: Bringer,
    document: Document,
    old: DocumentVersion,
    *,
    origin: VersionOrigin,
) -> DocumentVersion:
    """A new version with the content of an old one, read and cut as things are now. The document is locked."""
    version = DocumentVersion(
        id=new_id(),
        organization_id=document.organization_id,
        document_id=document.id,
        base_id=document.base_id,
        number=await versions.next_number(session, document.id),
        status=DocumentStatus.WAITING,
        # What was never checked begins at the beginning; its pieces are still there.
        stage=Stage.CHECKING if old.arrived else Stage.READING,
        percent=0,
        staged=0,
        staged_spaces=[],
        warnings=[],
        keywords=[],
        name=old.name,
        media_type=old.media_type,
        media_kind=old.media_kind,
        size=old.size,
        sha256=old.sha256,
        origin=origin,
        source_url=old.source_url,
        truncated=False,
        chunk_count=0,
        content_id=old.content_id,
        arrived=list(old.arrived),
        locale=bringer.locale,
        created_by=bringer.person_id,
        created_at=platform.clock.now(),
    )
    await bases.add(session, version)
    await begin(session, platform, document, version)
    return version


async def begin(session: AsyncSession, platform: Platform, document: Document, version: DocumentVersion) -> None:
    """Has a version taken in; the document is locked."""
    document.latest_version_id = version.id
    document.updated_at = platform.clock.now()
    await session.flush()
    if version.size <= QUICK_BYTES and version.media_kind in _TEXTS:
        await platform.jobs.defer(
            session,
            TOGETHER_JOB,
            organization_id=str(version.organization_id),
            base_id=str(version.base_id),
            version_ids=[str(version.id)],
        )
    else:
        await defer_ingest(session, platform, VersionKey(version.organization_id, version.id))
    tell_version(session, platform, version)


async def defer_ingest(session: AsyncSession, platform: Platform, key: VersionKey) -> None:
    """Asks for the job that takes one version in, whatever it is."""
    await platform.jobs.defer(
        session, INGEST_JOB, organization_id=str(key.organization_id), version_id=str(key.version_id)
    )
