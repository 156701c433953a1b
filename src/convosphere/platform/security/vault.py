"""Secrets at rest (providers' API keys, mail passwords): AES-256-GCM, authenticated, in a versioned format.

Format 1: one byte 0x01, four bytes naming the key, a random nonce of twelve bytes, the ciphertext with its
tag.
"""

import os
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from convosphere.platform.security.keys import KeyRing

_FORMAT: Final = b"\x01"
_KEY_NAME_BYTES: Final = 4
_NONCE_BYTES: Final = 12
_HEADER_BYTES: Final = len(_FORMAT) + _KEY_NAME_BYTES


class UndecryptableError(Exception):
    """The stored secret was made with another secret key, for another context, or was changed."""


class Vault:
    """Encrypts texts for storage. Cheap enough for the event loop (microseconds)."""

    __slots__ = ("_ciphers", "_current")

    def __init__(self, keys: KeyRing) -> None:
        derived = keys.derive("vault")
        self._ciphers = {sha256(key).digest()[:_KEY_NAME_BYTES]: AESGCM(key) for key in derived}
        self._current = sha256(derived[0]).digest()[:_KEY_NAME_BYTES]

    def encrypt(self, text: str, *, context: str = "") -> bytes:
        """The text sealed under the current key.

        `context` ("connection:<id>") binds it to its place: sealed for one row, it does not open in another.
        """
        header = _FORMAT + self._current
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, text.encode(), header + context.encode())
        return header + nonce + sealed

    def decrypt(self, sealed: bytes, *, context: str = "") -> str:
        """The text that `encrypt` was given.

        Raises:
            UndecryptableError: see there.
        """
        header = bytes(sealed[:_HEADER_BYTES])
        cipher = self._ciphers.get(header[len(_FORMAT) :])
        if header[: len(_FORMAT)] != _FORMAT or cipher is None:
            raise UndecryptableError("sealed with a key that is not known here")
        nonce = sealed[_HEADER_BYTES : _HEADER_BYTES + _NONCE_BYTES]
        try:
            opened = cipher.decrypt(nonce, sealed[_HEADER_BYTES + _NONCE_BYTES :], header + context.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: cut so short that the nonce is incomplete
            raise UndecryptableError("changed, or sealed for another context") from error
        return opened.decode()

    def is_current(self, sealed: bytes) -> bool:
        """False when the current key should seal it anew."""
        return bytes(sealed[:_HEADER_BYTES]) == _FORMAT + self._current
