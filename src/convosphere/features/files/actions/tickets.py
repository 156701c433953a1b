"""What links that need no sign-in are made of: a few bytes, signed, as text that cannot be forged."""

import base64
import binascii
import hmac
from hashlib import sha256
from typing import Final

from convosphere.platform.context import Platform

_SIGNATURE_BYTES: Final = 20


def sign_ticket(platform: Platform, purpose: str, data: bytes) -> str:
    """The data with its signature, as part of an address; another purpose's key does not fit."""
    signature = _sign(platform.keys.derive(purpose)[0], data)
    return base64.urlsafe_b64encode(data + signature).decode().rstrip("=")


def read_ticket(platform: Platform, purpose: str, token: str) -> bytes | None:
    """The data of a ticket; None: it was not made here, or not for this."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    data, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
    if any(hmac.compare_digest(_sign(key, data), signature) for key in platform.keys.derive(purpose)):
        return data
    return None


def _sign(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, sha256).digest()[:_SIGNATURE_BYTES]
