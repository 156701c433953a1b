from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import jwt
import pytest

from convosphere.platform.clock import FrozenClock
from convosphere.platform.ids import new_id
from convosphere.platform.security import AccessTokens, ExpiredTokenError, InvalidTokenError, KeyRing

KEYS = KeyRing("k" * 32)
KEY = KEYS.derive("access-token")[0]
IDS = (new_id(), new_id(), new_id())


def tokens(clock: FrozenClock, keys: KeyRing = KEYS) -> AccessTokens:
    return AccessTokens(keys, clock, timedelta(minutes=15), leeway=timedelta(seconds=10))


def signed(clock: FrozenClock, changes: Mapping[str, object] | None = None, key: bytes = KEY) -> str:
    claims: dict[str, object] = {
        "typ": "access",
        "sub": str(IDS[0]),
        "org": str(IDS[1]),
        "sid": str(IDS[2]),
        "iat": int(clock.now().timestamp()),
        "exp": int(clock.now().timestamp()) + 900,
    }
    kept = {name: value for name, value in (claims | dict(changes or {})).items() if value is not None}
    return jwt.encode(kept, key, algorithm="HS256")


def test_a_token_states_who_asks(clock: FrozenClock) -> None:
    clock.advance(timedelta(milliseconds=700))
    token, expires_at = tokens(clock).issue(*IDS)
    claims = tokens(clock).verify(token)
    assert (claims.person_id, claims.organization_id, claims.session_id) == IDS
    assert claims.expires_at == expires_at
    assert expires_at <= clock.now() + timedelta(minutes=15)


def test_a_token_ends(clock: FrozenClock) -> None:
    issuer = tokens(clock)
    token, expires_at = issuer.issue(*IDS)
    clock.advance(expires_at - clock.now() + timedelta(seconds=9))
    issuer.verify(token)  # another replica's clock may be behind
    clock.advance(timedelta(seconds=1))
    with pytest.raises(ExpiredTokenError):
        issuer.verify(token)


@pytest.mark.parametrize(
    "changes",
    [
        {"typ": "refresh"},
        {"sub": "me"},
        {"sub": 5},
        {"org": ["x"]},
        {"sid": ""},
        {"exp": "soon"},
        {"exp": 10**30},
        {"exp": float("inf")},
        *({name: None} for name in ("typ", "sub", "org", "sid", "iat", "exp")),
    ],
)
def test_odd_claims_are_refused(clock: FrozenClock, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidTokenError):
        tokens(clock).verify(signed(clock, changes))


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "ä.ö.ü", "\ud800", "x" * 10_000, "null", "\x00"])
def test_garbage_is_refused(clock: FrozenClock, token: str) -> None:
    with pytest.raises(InvalidTokenError):
        tokens(clock).verify(token)


def test_only_our_key_and_algorithm_count(clock: FrozenClock) -> None:
    verify = tokens(clock).verify
    assert verify(signed(clock)).person_id == IDS[0]
    with pytest.raises(InvalidTokenError):
        verify(signed(clock, key=b"another key, of thirty-two bytes"))
    with pytest.raises(InvalidTokenError):
        verify(signed(clock, key=KEYS.derive("vault")[0]))
    claims = jwt.decode(signed(clock), options={"verify_signature": False})
    with pytest.raises(InvalidTokenError):
        verify(jwt.encode(claims, "", algorithm="none"))
    header, _, signature = signed(clock).split(".")
    other = signed(clock, {"sub": str(UUID(int=1))}).split(".")[1]
    with pytest.raises(InvalidTokenError):
        verify(f"{header}.{other}.{signature}")


def test_tokens_outlive_a_change_of_the_secret(clock: FrozenClock) -> None:
    old, new = "o" * 32, "n" * 32
    token, _ = tokens(clock, KeyRing(old)).issue(*IDS)
    assert tokens(clock, KeyRing(new, previous=[old])).verify(token).person_id == IDS[0]
    with pytest.raises(InvalidTokenError):
        tokens(clock, KeyRing(new)).verify(token)
