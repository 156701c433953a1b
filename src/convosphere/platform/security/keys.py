"""One secret, many keys: each purpose gets its own through HKDF-SHA256 (RFC 5869).

A key that leaks or is misused for one purpose says nothing about another's. To rotate, the new secret
becomes the current one and the old one stays in `previous` until nothing made with it is left.
"""

from collections.abc import Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from convosphere.platform.settings.fields import LEAST_SECRET_BYTES

_SALT = b"convosphere"


class WeakSecretError(ValueError):
    """The secret key has fewer than 32 bytes; `openssl rand -hex 32` makes a good one."""


class KeyRing:
    """Derives keys from the current secret and from those before it."""

    __slots__ = ("_secrets",)

    def __init__(self, current: str, previous: Sequence[str] = ()) -> None:
        self._secrets = tuple(secret.encode() for secret in (current, *previous))
        if any(len(secret) < LEAST_SECRET_BYTES for secret in self._secrets):
            raise WeakSecretError(f"a secret key needs at least {LEAST_SECRET_BYTES} bytes")

    def derive(self, purpose: str) -> tuple[bytes, ...]:
        """The purpose's 32-byte keys: the current one first, then those to be accepted still."""
        return tuple(
            HKDF(algorithm=SHA256(), length=32, salt=_SALT, info=purpose.encode()).derive(secret)
            for secret in self._secrets
        )
