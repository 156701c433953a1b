"""Links that need no sign-in: signed, for one thing and one person, for minutes; what the person may is asked again
when they are opened.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Final
from uuid import UUID

from convosphere.features.accounts.types import Actor
from convosphere.features.files.actions.tickets import read_ticket, sign_ticket
from convosphere.features.knowledge.errors.documents import ContentLinkInvalidError
from convosphere.features.knowledge.schemas.texts import Link
from convosphere.platform.context import Platform

PATH: Final = "/api/v1/knowledge/content/"
# Organisation, person, what, its id, page, width, end in unix seconds.
_FORM: Final = struct.Struct("!16s16sB16sHHI")
_PURPOSE: Final = "knowledge-link"


class Opens(IntEnum):
    """What a link opens."""

    # Of a version: to be shown, to be saved.
    SHOWN = 0
    SAVED = 1
    # A page of a version as a picture.
    PAGE = 2
    # The documents of an operation as an archive.
    ZIP = 3


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a link opens, and for whom. `of_id`: a version's, or an operation's."""

    organization_id: UUID
    person_id: UUID
    opens: Opens
    of_id: UUID
    page: int
    width: int
    expires_at: datetime


def link_to(platform: Platform, actor: Actor, opens: Opens, of_id: UUID, *, page: int = 0, width: int = 0) -> Link:
    """A link to what the actor was found to be allowed.

    Links made within the same minutes are the same, so that browsers find what they have fetched before.
    """
    seconds = platform.settings.knowledge.link_seconds
    # Between once and twice the setting.
    expires = (int(platform.clock.now().timestamp()) // seconds + 2) * seconds
    data = _FORM.pack(actor.organization_id.bytes, actor.person_id.bytes, opens, of_id.bytes, page, width, expires)
    return Link(url=PATH + sign_ticket(platform, _PURPOSE, data), expires_at=datetime.fromtimestamp(expires, UTC))


def open_ticket(platform: Platform, token: str) -> Ticket:
    """What a link opens.

    Raises:
        ContentLinkInvalidError: it was not made here, or its time is over.
    """
    data = read_ticket(platform, _PURPOSE, token)
    if data is None:
        raise ContentLinkInvalidError
    organization, person, opens, of_id, page, width, expires = _FORM.unpack(data)
    if platform.clock.now().timestamp() >= expires:
        raise ContentLinkInvalidError
    return Ticket(
        UUID(bytes=organization),
        UUID(bytes=person),
        Opens(opens),
        UUID(bytes=of_id),
        page,
        width,
        datetime.fromtimestamp(expires, UTC),
    )
