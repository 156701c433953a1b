import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.platform.security import KeyRing, UndecryptableError, Vault, WeakSecretError

OLD, NEW = "o" * 32, "n" * 32


@given(text=st.text(), context=st.text(max_size=20))
def test_what_is_sealed_opens_again(text: str, context: str) -> None:
    vault = Vault(KeyRing(NEW))
    sealed = vault.encrypt(text, context=context)
    assert vault.decrypt(sealed, context=context) == text
    assert vault.decrypt(memoryview(sealed).tobytes(), context=context) == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    vault = Vault(KeyRing(NEW))
    assert len({vault.encrypt("secret") for _ in range(100)}) == 100


def test_any_change_is_found() -> None:
    vault = Vault(KeyRing(NEW))
    sealed = vault.encrypt("secret", context="connection:1")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(UndecryptableError):
            vault.decrypt(bytes(changed), context="connection:1")
    for length in range(len(sealed)):
        with pytest.raises(UndecryptableError):
            vault.decrypt(sealed[:length], context="connection:1")


def test_a_secret_does_not_open_in_another_place() -> None:
    vault = Vault(KeyRing(NEW))
    with pytest.raises(UndecryptableError):
        vault.decrypt(vault.encrypt("secret", context="connection:1"), context="connection:2")


def test_keys_can_be_rotated() -> None:
    sealed = Vault(KeyRing(OLD)).encrypt("secret")
    rotated = Vault(KeyRing(NEW, previous=[OLD]))
    assert rotated.decrypt(sealed) == "secret"
    assert not rotated.is_current(sealed)
    again = rotated.encrypt("secret")
    assert rotated.is_current(again)
    assert Vault(KeyRing(NEW)).decrypt(again) == "secret"
    with pytest.raises(UndecryptableError):
        Vault(KeyRing(NEW)).decrypt(sealed)


def test_each_purpose_has_keys_of_its_own() -> None:
    keys = KeyRing(NEW, previous=[OLD])
    derived = [key for purpose in ("vault", "access-token", "x") for key in keys.derive(purpose)]
    assert len(set(derived)) == 6
    assert {len(key) for key in derived} == {32}
    assert KeyRing(NEW).derive("x") == keys.derive("x")[:1]


def test_weak_secrets_are_refused() -> None:
    with pytest.raises(WeakSecretError):
        KeyRing("short")
    with pytest.raises(WeakSecretError):
        KeyRing(NEW, previous=["short"])
