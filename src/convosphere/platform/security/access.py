"""Access tokens: short-lived signed statements of who is asking (JWT, HS256)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import jwt

from convosphere.platform.clock import Clock
from convosphere.platform.security.keys import KeyRing

_ALGORITHM: Final = "HS256"
_TYPE: Final = "access"
_REQUIRED: Final = ["sub", "org", "sid", "typ", "iat", "exp"]
# Tokens whose claims are kept at hand: about a kilobyte each.
_REMEMBERED: Final = 2000


class InvalidTokenError(Exception):
    """Not a token made here, or not an access token."""


class ExpiredTokenError(InvalidTokenError):
    """Made here, but its time is over."""


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What an access token states: the person, their organisation, the session; until when."""

    person_id: UUID
    organization_id: UUID
    session_id: UUID
    expires_at: datetime


class AccessTokens:
    """Issues and verifies access tokens.

    `leeway` is how much the clocks of two replicas may differ. Whether the session was ended meanwhile is
    not in the token: the caller asks for that.
    """

    __slots__ = ("_clock", "_keys", "_leeway", "_lifetime", "_stated")

    def __init__(
        self, keys: KeyRing, clock: Clock, lifetime: timedelta, leeway: timedelta = timedelta(seconds=10)
    ) -> None:
        self._keys = keys.derive("access-token")
        self._clock = clock
        self._lifetime = lifetime
        self._leeway = leeway
        # A person asks many times with one token, and what it states never changes; only whether it still holds does.
        self._stated = lru_cache(_REMEMBERED)(self._read)

    def issue(self, person_id: UUID, organization_id: UUID, session_id: UUID) -> tuple[str, datetime]:
        """A new token and the moment it expires (whole seconds)."""
        now = self._clock.now().replace(microsecond=0)
        expires_at = now + self._lifetime
        claims = {
            "typ": _TYPE,
            "sub": str(person_id),
            "org": str(organization_id),
            "sid": str(session_id),
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
        }
        return jwt.encode(claims, self._keys[0], algorithm=_ALGORITHM), expires_at

    def verify(self, token: str) -> AccessClaims:
        """What the token states.

        Raises:
            ExpiredTokenError: its time is over.
            InvalidTokenError: anything else is wrong with it.
        """
        stated = self._stated(token)
        if self._clock.now() >= stated.expires_at + self._leeway:
            raise ExpiredTokenError("expired")
        return stated

    def _read(self, token: str) -> AccessClaims:
        claims = self._decode(token)
        try:
            if claims["typ"] != _TYPE:
                raise InvalidTokenError("not an access token")
            return AccessClaims(
                person_id=UUID(claims["sub"]),
                organization_id=UUID(claims["org"]),
                session_id=UUID(claims["sid"]),
                expires_at=datetime.fromtimestamp(claims["exp"], UTC),
            )
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise InvalidTokenError("malformed claims") from error

    def _decode(self, token: str) -> dict[str, Any]:
        # Times are checked against our own clock, not against the library's.
        options: jwt.types.Options = {
            "require": _REQUIRED,
            "verify_exp": False,
            "verify_iat": False,
            "verify_nbf": False,
        }
        for key in self._keys:
            try:
                return jwt.decode(token, key, algorithms=[_ALGORITHM], options=options)
            except jwt.InvalidSignatureError:
                continue
            except (jwt.PyJWTError, UnicodeError) as error:
                raise InvalidTokenError("not a valid token") from error
        raise InvalidTokenError("signed by an unknown key")
