import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.platform.i18n import LOCALES, Locale, as_locale, negotiate


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("en-GB, de;q=0.9", "en"),
        ("de-CH, de;q=0.9, en;q=0.8", "de"),
        ("en;q=0.8, de;q=0.9", "de"),
        ("en;q=0.5,de;q=0.5", "en"),
        ("de;q=0.5,en;q=0.5", "de"),
        ("fr, de;q=0.1", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("*;q=0.5, de;q=0.4", "en"),
        ("en;q=0, *", "de"),
        ("de;q=0, *;q=0.1", "en"),
        ("en;q=0", "en"),
        ("de-CH;q=0, de", "de"),
        ("de-CH;q=0, de;q=0.2, en;q=0.1", "de"),
        ("de ; q = 0.9 , en;q=0.1", "de"),
        ("de;Q=0.9, en;q=0.1", "de"),
        ("de;q=1.000, en", "de"),
        ("en;q=1.5, de;q=0.1", "de"),
        ("en;q=abc, de;q=0.1", "de"),
        (";;;,,,", "en"),
        ("", "en"),
        (None, "en"),
        ("deutsch", "en"),
        ("de" + " " * 5_000, "de"),
        ("x, " * 5_000 + "de", "en"),
    ],
)
def test_the_best_language_is_taken(header: str | None, expected: str) -> None:
    assert negotiate(header) == expected


def test_the_default_serves_who_has_no_preference() -> None:
    assert negotiate(None, "de") == "de"
    assert negotiate("fr", "de") == "de"
    assert negotiate("*", "de") == "de"
    assert negotiate("en", "de") == "en"


@given(header=st.text(max_size=60), default=st.sampled_from(LOCALES))
def test_any_header_gives_a_language(header: str, default: Locale) -> None:
    assert negotiate(header, default) in LOCALES


@given(weights=st.lists(st.integers(1, 1000), min_size=2, max_size=2, unique=True))
def test_the_higher_weight_wins(weights: list[int]) -> None:
    english, german = (weight / 1000 for weight in weights)
    expected = "en" if english > german else "de"
    assert negotiate(f"en;q={english:.3f}, de;q={german:.3f}") == expected


def test_settings_become_languages() -> None:
    assert as_locale("de") == "de"
    assert as_locale("DE-at") == "de"
    assert as_locale("fr") == "en"
    assert as_locale(None, "de") == "de"
