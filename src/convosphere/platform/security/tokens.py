"""Random tokens (refresh tokens, API keys, reset links): stored as hashes only.

They carry 256 random bits, so a plain SHA-256 is enough to store them: there is nothing to guess, and a
look-up by hash needs no slow function.
"""

import hmac
import secrets
from hashlib import sha256

_RANDOM_BYTES = 32


def new_token(prefix: str = "") -> str:
    """A new token of 256 random bits, safe in addresses and headers; `prefix` ("csk_") says what for."""
    return prefix + secrets.token_urlsafe(_RANDOM_BYTES)


def hash_token(token: str) -> bytes:
    """The 32 bytes to store and to look up by. Not for passwords."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def same(left: str | bytes, right: str | bytes) -> bool:
    """Whether both are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(_octets(left), _octets(right))


def _octets(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
