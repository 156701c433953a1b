"""Links that need no sign-in: signed, for one form of one file, for minutes."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.files import repository
from convosphere.features.files.actions.read import READ
from convosphere.features.files.actions.tickets import read_ticket, sign_ticket
from convosphere.features.files.errors import FileNotReadyError, LinkInvalidError, NoSuchVariantError
from convosphere.features.files.schemas import FileLink
from convosphere.features.files.tables import File
from convosphere.features.files.types import FileStatus, Variant
from convosphere.platform.context import Platform

PATH: Final = "/api/v1/files/content/"
# A link holds the place in here: new ones come last.
_OFFERED: Final = (Variant.ORIGINAL, Variant.PREVIEW, Variant.TEXT)
# Organisation, file, variant, whether to be saved, end in unix seconds.
_FORM: Final = struct.Struct("!16s16sBBI")
_PURPOSE: Final = "file-link"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a link opens."""

    organization_id: UUID
    file_id: UUID
    variant: Variant
    download: bool
    expires_at: datetime


async def make_link(
    session: AsyncSession, platform: Platform, actor: Actor, file_id: UUID, variant: Variant, *, download: bool
) -> FileLink:
    """A link to one of the actor's files.

    Raises:
        FileNotReadyError, NoSuchVariantError: see there.
    """
    actor.require(READ)
    file = await repository.get_file(session, actor.person_id, file_id)
    return link_to(platform, file, variant, download=download)


def link_to(platform: Platform, file: File, variant: Variant, *, download: bool = False) -> FileLink:
    """A link to a file that the caller may hand out.

    Links made within the same minutes are the same, so that browsers find what they have fetched before.

    Raises:
        FileNotReadyError, NoSuchVariantError: see there.
    """
    if file.status != FileStatus.READY:
        raise FileNotReadyError
    if variant not in _OFFERED or variant not in file.variants:
        raise NoSuchVariantError(field="query.variant")
    seconds = platform.settings.files.link_seconds
    # Between once and twice the setting.
    expires = (int(platform.clock.now().timestamp()) // seconds + 2) * seconds
    ticket = Ticket(file.organization_id, file.id, variant, download, datetime.fromtimestamp(expires, UTC))
    return FileLink(url=PATH + seal(platform, ticket), expires_at=ticket.expires_at)


def seal(platform: Platform, ticket: Ticket) -> str:
    """The ticket as text that cannot be forged."""
    data = _FORM.pack(
        ticket.organization_id.bytes,
        ticket.file_id.bytes,
        _OFFERED.index(ticket.variant),
        ticket.download,
        int(ticket.expires_at.timestamp()),
    )
    return sign_ticket(platform, _PURPOSE, data)


def open_ticket(platform: Platform, token: str) -> Ticket:
    """What a link opens.

    Raises:
        LinkInvalidError: it was not made here, or its time is over.
    """
    data = read_ticket(platform, _PURPOSE, token)
    if data is None:
        raise LinkInvalidError
    organization, file, variant, download, expires = _FORM.unpack(data)
    if platform.clock.now().timestamp() >= expires:
        raise LinkInvalidError
    return Ticket(
        UUID(bytes=organization),
        UUID(bytes=file),
        _OFFERED[variant],
        bool(download),
        datetime.fromtimestamp(expires, UTC),
    )
