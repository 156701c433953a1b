from convosphere.platform.security import hash_token, new_token, same


def test_tokens_are_long_random_and_safe_to_send() -> None:
    made = {new_token("csk_") for _ in range(1_000)}
    assert len(made) == 1_000
    for token in made:
        assert token.startswith("csk_")
        assert len(token) == len("csk_") + 43  # 256 bits
        assert token.isascii()
        assert all(sign.isalnum() or sign in "-_" for sign in token)


def test_only_the_hash_is_stored() -> None:
    token = new_token()
    assert hash_token(token) == hash_token(token)
    assert len(hash_token(token)) == 32
    assert hash_token(token) != hash_token(token + "x")
    assert hash_token("\ud800")  # what a client may send is no reason to fail


def test_same_compares() -> None:
    assert same("a", "a")
    assert same(b"a", "a")
    assert not same("a", "b")
    assert not same("a", "aa")
    assert same("ä", "ä")
