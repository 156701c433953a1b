"""Whose form an item has, and what it says. Nothing in it is believed; nothing is walked by recursion."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from convosphere.features.transfer.rules.sources import chatgpt, librechat, open_webui, own
from convosphere.features.transfer.rules.sources.drafts import Converted, NotAConversationError

SCHEMA = own.SCHEMA
# Where the conversations are in an archive of ours.
CONVERSATIONS = "conversations.json"

__all__ = [
    "CONVERSATIONS",
    "SCHEMA",
    "Converted",
    "NewerVersionError",
    "NotAConversationError",
    "UnknownFormError",
    "convert",
]


_Fits = Callable[[Mapping[str, Any]], bool]
_Read = Callable[[Mapping[str, Any], datetime], Converted]
_SOURCES: Final[Sequence[tuple[_Fits, _Read]]] = (
    (chatgpt.fits, chatgpt.convert),
    (open_webui.fits, open_webui.convert),
    (librechat.fits, librechat.convert),
)


class UnknownFormError(ValueError):
    """The item has none of the forms that are known."""


class NewerVersionError(ValueError):
    """Our own format, of a version that this release does not know; the message is its name."""


def convert(item: object, header: Mapping[str, Any], now: datetime, files: Collection[str] = ()) -> Converted:
    """A conversation in our form.

    Args:
        item: an element of the file; it is used up.
        header: the fields beside the array it was in.
        now: the time of what has none.
        files: what lies beside the conversations in their archive.

    Raises:
        UnknownFormError, NewerVersionError, NotAConversationError: see there.
    """
    if not isinstance(item, dict):
        raise UnknownFormError
    schema = header.get("schema")
    if isinstance(schema, str) and schema.startswith(own.FAMILY):
        if schema != own.SCHEMA:
            raise NewerVersionError(schema[:100])
        return own.convert(item, files)
    if own.fits(item):
        return own.convert(item, files)
    for fits, read in _SOURCES:
        if fits(item):
            return read(item, now)
    raise UnknownFormError
