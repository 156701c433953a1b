"""Numbers and dates, whatever stands between their digits: "1.234,50" and "1234.5", "24.12.2025" and "2025-12-24"."""

import re
from collections.abc import Iterator
from typing import Final

# A number of some length that is cut by thousands, and one with decimals behind.
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_DECIMAL: Final = re.compile(r"(\d+|\d{1,3}(?:[.,]\d{3})+)[.,](\d{1,2})")
_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d\d)")
_GERMAN_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)|(\d{1,2})\.(\d\d)")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_THIS_CENTURY: Final = 70
_MONTHS: Final = 12
_DAYS: Final = 31


def readings(raw: str) -> Iterator[str]:
    """What a number means, where that is spelt otherwise; the same for all its spellings."""
    found = set(_values(raw)) - {re.sub(r"\D", ".", raw)}
    yield from sorted(found)
    iso = _ISO_DAY.fullmatch(raw)
    if iso:
        yield from day(iso[3], iso[2], iso[1])
        return
    german = _GERMAN_DAY.fullmatch(raw)
    if german:
        yield from day(german[1] or german[4], german[2] or german[5], german[3])


def day(number: str, month: str | int, year: str | None) -> Iterator[str]:
    """A date as terms: the day of the year, and with its year the day itself; nothing if there is no such day."""
    at, within = int(number), int(month)
    if not (1 <= at <= _DAYS and 1 <= within <= _MONTHS):
        return
    yield f"@{within:02}-{at:02}"
    if year is not None:
        whole = int(year) if len(year) > 2 else int(year) + (1900 if int(year) >= _THIS_CENTURY else 2000)  # noqa: PLR2004 - digits
        yield f"@{whole}-{within:02}-{at:02}"


def _values(raw: str) -> Iterator[str]:
    if _THOUSANDS.fullmatch(raw):
        yield re.sub(r"\D", "", raw)
    decimal = _DECIMAL.fullmatch(raw)
    if decimal:
        yield _plain(re.sub(r"\D", "", decimal[1]), decimal[2])
    clock = _CLOCK.fullmatch(raw)
    if clock:
        yield _plain(clock[1], clock[2])


def _plain(whole: str, decimals: str) -> str:
    """Without what says nothing: "9:00" is "9", "3,50" is "3.5"."""
    behind = decimals.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{'.' if behind else ''}{behind}"
