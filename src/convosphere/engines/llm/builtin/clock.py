"""The time and the date, said in German and in English, where the person is."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from convosphere.engines.llm.builtin.language import Language

_ASKED = re.compile(
    r"\bwie spät\b|\buhrzeit\b|\bwie\s?viel uhr\b|\bwelche[rsn]?\s+(?:wochen)?tag\b|\bwelches datum\b"
    r"|\bdatum\b.*\bheute\b|\bheutige[ns]? datum\b|\bkalenderwoche\b|\bder wievielte\b|\bwelche woche\b"
    r"|\bwhat time is it\b|\b(?:what(?:'s| is) )?the (?:current )?time\b|\bcurrent (?:time|date)\b"
    r"|\bwhat day is (?:it|today)\b|\btoday'?s date\b|\bwhat(?:'s| is) the date\b|\bwhat date\b"
    r"|\bwhich week\b|\bweek number\b",
    re.IGNORECASE,
)
_LONGEST_QUESTION = 80
_DAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


def asks_for_time(question: str) -> bool:
    """Whether a (short) question asks for the time, the date, the day or the week."""
    return len(question) <= _LONGEST_QUESTION and _ASKED.search(question) is not None


def tell_time(now: datetime, time_zone: str | None, language: Language) -> str:
    """A sentence with time, zone, day, date and ISO week. Without a known zone: UTC, and it says so.

    Reads the zone from a file: not for the event loop.
    """
    zone, name = _zone(time_zone)
    local = now.astimezone(zone)
    day = _DAYS[language][local.weekday()]
    month = _MONTHS[language][local.month - 1]
    week = local.isocalendar().week
    if language == "de":
        date = f"{day}, der {local.day}. {month} {local.year}"
        return f"Es ist {local:%H:%M} Uhr ({name}), {date}, Kalenderwoche {week}."
    return f"It is {local:%H:%M} ({name}) on {day}, {local.day} {month} {local.year}, week {week}."


def _zone(name: str | None) -> tuple[tzinfo, str]:
    if name:
        try:
            return ZoneInfo(name), name
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass  # unknown, or not a name at all
    return UTC, "UTC"
