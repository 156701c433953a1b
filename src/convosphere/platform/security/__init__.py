"""Secrets: keys derived from one secret, encryption at rest, password hashes, tokens."""

from convosphere.platform.security.access import (
    AccessClaims,
    AccessTokens,
    ExpiredTokenError,
    InvalidTokenError,
)
from convosphere.platform.security.keys import KeyRing, WeakSecretError
from convosphere.platform.security.passwords import PasswordHasher
from convosphere.platform.security.tokens import hash_token, new_token, same
from convosphere.platform.security.vault import UndecryptableError, Vault

__all__ = [
    "AccessClaims",
    "AccessTokens",
    "ExpiredTokenError",
    "InvalidTokenError",
    "KeyRing",
    "PasswordHasher",
    "UndecryptableError",
    "Vault",
    "WeakSecretError",
    "hash_token",
    "new_token",
    "same",
]
