"""Pages by cursor: the sort key of the last row, opaque to the reader."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

import orjson

from convosphere.platform.errors import InvalidInputError

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items, and where the next ones begin (None: there are no more)."""

    items: Sequence[Item]
    next_cursor: str | None


def encode_cursor(at: datetime, row_id: UUID) -> str:
    """A cursor that continues behind the row with this time and id."""
    return base64.urlsafe_b64encode(orjson.dumps([at, row_id])).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[datetime, UUID]:
    """The time (aware) and the id in a cursor.

    Raises:
        InvalidInputError: the text is no cursor of ours.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, row_id = orjson.loads(base64.urlsafe_b64decode(padded))
        return datetime.fromisoformat(at).astimezone(UTC), UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error) as error:
        raise InvalidInputError(field="query.cursor", reason="invalid_cursor") from error


def encode_text_cursor(text: str, row_id: UUID) -> str:
    """A cursor that continues behind the row with this text and id: for lists by name."""
    return base64.urlsafe_b64encode(orjson.dumps([text, row_id])).decode().rstrip("=")


def decode_text_cursor(cursor: str) -> tuple[str, UUID]:
    """The text and the id in a cursor.

    Raises:
        InvalidInputError: the text is no cursor of ours.
    """
    try:
        text, row_id = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        found = str(text), UUID(row_id)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise InvalidInputError(field="query.cursor", reason="invalid_cursor") from error
    if "\x00" in found[0]:
        raise InvalidInputError(field="query.cursor", reason="invalid_cursor")
    return found
