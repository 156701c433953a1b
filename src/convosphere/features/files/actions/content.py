"""The content behind a link."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from convosphere.features.files import repository, rules
from convosphere.features.files.actions.links import Ticket, open_ticket
from convosphere.features.files.actions.places import place
from convosphere.features.files.errors import LinkInvalidError
from convosphere.features.files.types import FileKind, FileStatus, Variant
from convosphere.platform.context import Platform


@dataclass(frozen=True, slots=True)
class OpenContent:
    """A file that is being handed out. `etag` is that of the content, in quotes; `seconds`: how long the link lives."""

    key: str
    size: int
    media_type: str
    disposition: str
    policy: str
    etag: str
    seconds: int
    _platform: Platform

    def read(self, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `end`."""
        return self._platform.storage.read(self.key, start, end)


async def open_content(platform: Platform, token: str) -> OpenContent:
    """Checks the link and looks the file up; nothing is read yet.

    Raises:
        LinkInvalidError: no link of ours, its time is over, or the file is gone.
    """
    ticket = open_ticket(platform, token)
    async with platform.database.transaction(ticket.organization_id) as session:
        file = await repository.find_by_id(session, ticket.file_id)
    if file is None or file.status != FileStatus.READY or ticket.variant not in file.variants:
        raise LinkInvalidError
    form = file.variants[ticket.variant]
    original = ticket.variant is Variant.ORIGINAL
    media_type = rules.delivered_type(form["media_type"], FileKind(file.kind)) if original else form["media_type"]
    inline = media_type != rules.BINARY and not ticket.download
    name = rules.download_name(file.name, file.media_type) if original else _derived_name(ticket.variant, media_type)
    return OpenContent(
        key=place(file.organization_id, file.id, ticket.variant),
        size=form["size"],
        media_type=media_type,
        disposition=rules.disposition(name, inline=inline),
        policy=rules.security_policy(media_type),
        etag=f'"{file.id.hex}-{ticket.variant}"',
        seconds=_left(platform, ticket),
        _platform=platform,
    )


def _derived_name(variant: Variant, media_type: str) -> str:
    if variant is Variant.TEXT:
        return "text.json"
    return "preview.webp" if media_type.startswith("image/") else "preview.txt"


def _left(platform: Platform, ticket: Ticket) -> int:
    return max(0, int((ticket.expires_at - platform.clock.now()).total_seconds()))
