"""Links that need no sign-in: signed, for one export, for minutes."""

import struct
from datetime import datetime
from typing import Final
from uuid import UUID

from convosphere.features.files.actions.tickets import read_ticket, sign_ticket
from convosphere.features.transfer.errors import ExportLinkInvalidError
from convosphere.features.transfer.types import TransferKey
from convosphere.platform.context import Platform

# Organisation, export, end in unix seconds.
_FORM: Final = struct.Struct("!16s16sI")
_PURPOSE: Final = "export-link"


def seal(platform: Platform, key: TransferKey, expires: datetime) -> str:
    """What opens an export until a moment, as text that cannot be forged."""
    data = _FORM.pack(key.organization_id.bytes, key.id.bytes, int(expires.timestamp()))
    return sign_ticket(platform, _PURPOSE, data)


def unseal(platform: Platform, token: str) -> TransferKey:
    """What a link opens.

    Raises:
        ExportLinkInvalidError: it was not made here, or its time is over.
    """
    data = read_ticket(platform, _PURPOSE, token)
    if data is None:
        raise ExportLinkInvalidError
    organization, export, expires = _FORM.unpack(data)
    if platform.clock.now().timestamp() >= expires:
        raise ExportLinkInvalidError
    return TransferKey(UUID(bytes=organization), UUID(bytes=export))
