"""Links that need no sign-in: signed, for one export, for minutes."""

import base64
import binascii
import hmac
import struct
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from convosphere.features.transfer.errors import ExportLinkInvalidError
from convosphere.features.transfer.types import TransferKey
from convosphere.platform.context import Platform

# Organisation, export, end in unix seconds.
_FORM: Final = struct.Struct("!16s16sI")
_SIGNATURE_BYTES: Final = 20
_PURPOSE: Final = "export-link"


def seal(platform: Platform, key: TransferKey, expires: datetime) -> str:
    """What opens an export until a moment, as text that cannot be forged."""
    data = _FORM.pack(key.organization_id.bytes, key.id.bytes, int(expires.timestamp()))
    signature = _sign(platform.keys.derive(_PURPOSE)[0], data)
    return base64.urlsafe_b64encode(data + signature).decode().rstrip("=")


def unseal(platform: Platform, token: str) -> TransferKey:
    """What a link opens.

    Raises:
        ExportLinkInvalidError: it was not made here, or its time is over.
    """
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ExportLinkInvalidError from None
    data, signature = raw[: _FORM.size], raw[_FORM.size :]
    if not any(hmac.compare_digest(_sign(key, data), signature) for key in platform.keys.derive(_PURPOSE)):
        raise ExportLinkInvalidError
    organization, export, expires = _FORM.unpack(data)
    if platform.clock.now().timestamp() >= expires:
        raise ExportLinkInvalidError
    return TransferKey(UUID(bytes=organization), UUID(bytes=export))


def _sign(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, sha256).digest()[:_SIGNATURE_BYTES]
