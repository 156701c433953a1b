"""Forms of one word have one stem, in the language they are of."""

import pytest

from convosphere.platform.stemming import snowball_english, snowball_german


@pytest.mark.parametrize("form", ["kündigung", "kündigungen"])
def test_german_forms_meet(form: str) -> None:
    assert snowball_german(form) == "kundig"
    assert snowball_english(form) != "kundig"


@pytest.mark.parametrize("form", ["connect", "connected", "connecting", "connection", "connections"])
def test_english_forms_meet(form: str) -> None:
    assert snowball_english(form) == "connect"
