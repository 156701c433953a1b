"""The languages there are, and the choice among them by `Accept-Language` (RFC 9110, section 12.5.4)."""

import re
from typing import Final, Literal

Locale = Literal["en", "de"]
LOCALES: Final[tuple[Locale, ...]] = ("en", "de")
DEFAULT_LOCALE: Final[Locale] = "en"

# language-range [ ";" "q" "=" qvalue ], RFC 4647 basic ranges, qvalue of RFC 9110 section 12.4.2.
_RANGE = re.compile(
    r"\s*(?P<range>[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*"
    r"(?:;\s*[qQ]\s*=\s*(?P<q>0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*)?"
)
# Browsers send a handful; the rest of a longer header can only be noise.
_MAX_HEADER = 1_000


def as_locale(value: str | None, default: Locale = DEFAULT_LOCALE) -> Locale:
    """`value` as one of the languages there are ("de-AT" is "de"), else `default`."""
    primary = (value or "").partition("-")[0].lower()
    return next((locale for locale in LOCALES if locale == primary), default)


def negotiate(accept_language: str | None, default: Locale = DEFAULT_LOCALE) -> Locale:
    """The best language for an `Accept-Language` header; `default` if none fits or the header makes no sense.

    A regional range serves its language ("de-CH" takes "de"), `q=0` excludes one, `*` stands for those not
    named; among equals the earlier wins.
    """
    if not accept_language:
        return default
    quality: dict[str, float] = {}
    for part in accept_language[:_MAX_HEADER].split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        name = match["range"].lower()
        weight = float(match["q"] or 1)
        primary = name.partition("-")[0]
        if weight > 0 or name == primary:  # "de-CH;q=0" refuses Swiss German, not German
            quality[primary] = max(weight, quality.get(primary, 0.0))
    anything = quality.pop("*", 0.0)
    order = list(quality)
    known = [locale for locale in LOCALES if quality.get(locale, anything) > 0]
    if not known:
        return default
    return max(known, key=lambda locale: _rank(locale, quality, anything, order, default))


def _rank(
    locale: Locale, quality: dict[str, float], anything: float, order: list[str], default: Locale
) -> tuple[float, int, bool]:
    place = -order.index(locale) if locale in quality else -len(order)
    return quality.get(locale, anything), place, locale == default
