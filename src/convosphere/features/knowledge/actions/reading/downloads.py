"""Originals behind links, and several of them as one archive."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.acting import find_acting
from convosphere.features.accounts.types import Actor
from convosphere.features.files import rules as delivery
from convosphere.features.files.types import FileKind
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.reading.content import reach_version
from convosphere.features.knowledge.actions.reading.links import Opens, Ticket, link_to
from convosphere.features.knowledge.actions.rights import require_document
from convosphere.features.knowledge.actions.search.uses import note_use
from convosphere.features.knowledge.errors.documents import ContentLinkInvalidError, DocumentNotReadyError
from convosphere.features.knowledge.events import DocumentsDownloaded
from convosphere.features.knowledge.repository import documents, versions
from convosphere.features.knowledge.schemas.texts import Link
from convosphere.features.knowledge.tables import Document, DocumentVersion
from convosphere.features.knowledge.types import Stage
from convosphere.features.knowledge.types.permissions import PERMISSIONS
from convosphere.platform.context import Platform
from convosphere.platform.errors import ForbiddenError, NotFoundError
from convosphere.platform.events import publish

_WEBP: Final = "image/webp"


@dataclass(frozen=True, slots=True)
class OpenContent:
    """Something that is being handed out. `etag`: of the content, in quotes; `seconds`: how long the link lives."""

    key: str
    size: int | None
    media_type: str
    disposition: str
    policy: str
    etag: str
    seconds: int
    platform: Platform

    def read(self, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `end`."""
        return self.platform.storage.read(self.key, start, end)

    async def whole(self) -> bytes:
        """All of it, where the size is not known: pictures of pages."""
        return await self.platform.storage.get(self.key)


async def make_link(
    session: AsyncSession, platform: Platform, actor: Actor, document_id: UUID, number: int | None, *, inline: bool
) -> Link:
    """A link to the original of a version, to be saved, or to be shown where that is safe.

    Raises:
        NotFoundError: no such document for the actor, or no such version.
        DocumentNotReadyError: it was not checked yet.
    """
    _, version = await reach_version(session, actor, document_id, number)
    if version.stage == Stage.CHECKING:
        raise DocumentNotReadyError
    return link_to(platform, actor, Opens.SHOWN if inline else Opens.SAVED, version.id)


async def open_content(platform: Platform, ticket: Ticket, *, counted: bool) -> OpenContent:
    """Looks up what a ticket opens, and asks again whether the person may have it.

    `counted`: it is fetched from its beginning, so a download is counted and kept in the audit trail.

    Raises:
        ContentLinkInvalidError: it is gone, or no longer for them.
    """
    async with platform.database.transaction(ticket.organization_id) as session:
        actor = await acting(session, platform, ticket)
        version = await versions.find_version(session, ticket.of_id)
        if version is None or version.stage == Stage.CHECKING:
            raise ContentLinkInvalidError
        try:
            document = (await require_document(session, actor, version.document_id)).document
        except (NotFoundError, ForbiddenError):
            raise ContentLinkInvalidError from None
        if ticket.opens is Opens.SAVED and counted:
            await count_downloads(session, platform, actor, document.base_id, [document])
    seconds = max(0, int((ticket.expires_at - platform.clock.now()).total_seconds()))
    if ticket.opens is Opens.PAGE:
        return _page(platform, ticket, version, seconds)
    return _original(platform, ticket, document, version, seconds)


async def acting(session: AsyncSession, platform: Platform, ticket: Ticket) -> Actor:
    """The person a link was made for, as they are now.

    Raises:
        ContentLinkInvalidError: they may nothing any more.
    """
    actor = await find_acting(session, platform.clock, ticket.person_id, PERMISSIONS)
    if actor is None:
        raise ContentLinkInvalidError
    return actor


async def count_downloads(
    session: AsyncSession, platform: Platform, actor: Actor, base_id: UUID, rows: list[Document]
) -> None:
    """Counts that documents were fetched, and keeps it in the audit trail."""
    ids = [row.id for row in rows]
    await documents.count_download(session, ids)
    await note_use(session, platform.clock, ids, "downloaded")
    publish(
        session,
        DocumentsDownloaded(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_id=str(base_id),
            documents=len(rows),
            names=tuple(row.name for row in rows[:10]),
        ),
    )


def _page(platform: Platform, ticket: Ticket, version: DocumentVersion, seconds: int) -> OpenContent:
    return OpenContent(
        key=places.page_picture(version.organization_id, version.content_id, ticket.page, ticket.width),
        size=None,
        media_type=_WEBP,
        disposition=delivery.disposition(f"page-{ticket.page}.webp", inline=True),
        policy=delivery.security_policy(_WEBP),
        etag=f'"{version.content_id.hex}-{ticket.page}-{ticket.width}"',
        seconds=seconds,
        platform=platform,
    )


def _original(
    platform: Platform, ticket: Ticket, document: Document, version: DocumentVersion, seconds: int
) -> OpenContent:
    plain = version.media_type.startswith("text/") and version.media_type != "text/html"
    media_type = delivery.delivered_type(version.media_type, FileKind.TEXT if plain else FileKind.OTHER)
    inline = media_type != delivery.BINARY and ticket.opens is Opens.SHOWN
    return OpenContent(
        key=places.original(version.organization_id, version.content_id),
        size=version.size,
        media_type=media_type,
        disposition=delivery.disposition(delivery.download_name(document.name, version.media_type), inline=inline),
        policy=delivery.security_policy(media_type),
        etag=f'"{version.content_id.hex}"',
        seconds=seconds,
        platform=platform,
    )
