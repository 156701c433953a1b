"""Where the next page of hits begins. Opaque to the reader."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import orjson

from convosphere.platform.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Place:
    """The last hit of the page before. What came after `as_of` belongs to no page, and ages are counted from it, so
    that nothing moves while somebody pages."""

    as_of: datetime
    # Whether the page before had to be forgiving to find enough.
    relaxed: bool
    broad: bool
    score: int
    created_at: datetime
    message_id: UUID


def encode(place: Place) -> str:
    """As text for an address."""
    parts = [place.as_of, place.relaxed, place.broad, place.score, place.created_at, place.message_id]
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def decode(cursor: str) -> Place:
    """The place in a cursor.

    Raises:
        InvalidInputError: the text is no cursor of ours.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        as_of, relaxed, broad, score, created_at, message_id = orjson.loads(base64.urlsafe_b64decode(padded))
        # A score is a 32-bit number in the database.
        return Place(_time(as_of), bool(relaxed), bool(broad), range(2**31)[score], _time(created_at), UUID(message_id))
    except (ValueError, TypeError, AttributeError, OverflowError, IndexError, binascii.Error) as error:
        raise InvalidInputError(field="query.cursor", reason="invalid_cursor") from error


def _time(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)
