"""Single values of a stranger's JSON: each is what it should be, or nothing."""

import math
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from convosphere.features.chat.schemas.portable import LONGEST_CONTENT, storable
from convosphere.features.transfer.rules.growing import PackedText

_LONGEST_ID = 200
# Seconds, milliseconds, microseconds and nanoseconds since 1970 are told apart by their size.
_UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))
_LATEST = datetime(2300, 1, 1, tzinfo=UTC)


def moment(value: object) -> datetime | None:
    """A time as JSON has it: a number since 1970, or ISO 8601; None: it is none that can be stored."""
    try:
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float) and math.isfinite(value):
            unit = next((unit for least, unit in _UNITS if value >= least), 1.0)
            found = datetime.fromtimestamp(value / unit, UTC)
        elif isinstance(value, str):
            parsed = datetime.fromisoformat(value)
            found = parsed.replace(tzinfo=parsed.tzinfo or UTC).astimezone(UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return found if datetime(1970, 1, 1, tzinfo=UTC) <= found <= _LATEST else None


def plain(value: object) -> object:
    """A long text as one again; anything else as it is."""
    return value.decode() if isinstance(value, PackedText) else value


def text_of(value: object, most: int = LONGEST_CONTENT) -> str:
    """A text that can be stored, cut where it is too long; of anything else nothing."""
    value = plain(value)
    return str(storable(value[:most])) if isinstance(value, str) else ""


def identity(value: object) -> str | None:
    """An id; long ones by their hash, so that two of them stay two."""
    value = plain(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value:
        return None
    return text_of(value) if len(value) <= _LONGEST_ID else sha256(value.encode("utf-8", "replace")).hexdigest()


def mapping(value: object) -> dict[str, Any]:
    """A JSON object, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """A JSON array, or an empty one in place of anything else."""
    return value if isinstance(value, list) else []
