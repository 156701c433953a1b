"""How long a provider asks us to wait, read from the headers of its refusal."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?")
_FOREVER = 1e9
# OpenAI and those like it tell what is left and when it is full again, for requests and for tokens;
# Anthropic the same with other names and absolute times.
_BUCKETS = (
    ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
    ("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
    ("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
    ("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
    ("anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"),
    ("anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"),
)


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait (never negative), or None if the provider does not say.

    In this order: `retry-after-ms` (Azure), `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3),
    the latest reset among the limits that are used up.
    """
    now = now or datetime.now(UTC)
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    seconds = _when(headers.get("Retry-After"), now)
    if seconds is not None:
        return seconds
    resets = [
        reset
        for left, until in _BUCKETS
        if _number(headers.get(left)) == 0 and (reset := _when(headers.get(until), now)) is not None
    ]
    return max(resets, default=None)


def _number(text: str | None) -> float | None:
    """A plain number of zero or more; -1 is how some say «unknown»."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < _FOREVER else None


def _when(text: str | None, now: datetime) -> float | None:
    """Seconds until a moment given as seconds, as `6m0s`, as an HTTP date or as an RFC 3339 time."""
    if not text:
        return None
    number = _number(text)
    if number is not None:
        return number
    match = _DURATION.fullmatch(text)
    if match:
        hours, minutes, seconds, milliseconds = (_number(part) or 0.0 for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000
    moment = _moment(text)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def _moment(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
