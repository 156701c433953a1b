"""JSON from providers, including what strict parsers refuse: halves of surrogate pairs."""

import json
from typing import Any

import orjson

from convosphere.engines.llm.errors import ProtocolError


def decode_object(payload: bytes, *, last: bool) -> dict[str, Any]:
    """A JSON object. Text may hold lone surrogates (a provider split a character over two events).

    Raises ProtocolError; as a cut if the payload is the `last` before the end, which may lack its rest.
    """
    try:
        value = orjson.loads(payload)
    except orjson.JSONDecodeError:
        try:
            value = json.loads(payload.decode(errors="replace"))
        except (ValueError, RecursionError):
            raise ProtocolError("the stream holds something else than JSON", cut=last) from None
    if isinstance(value, dict):
        return value
    raise ProtocolError("the stream holds JSON of another shape", cut=False)


class SurrogateJoiner:
    """Joins characters whose halves arrive in two pieces; a half that stays alone becomes U+FFFD.

    Costs nothing while no half is about: pass only text that needs it (`needs`).
    """

    __slots__ = ("_half",)

    def __init__(self) -> None:
        self._half = ""

    @property
    def pending(self) -> bool:
        """Whether a half waits for its other."""
        return bool(self._half)

    def needs(self, text: str) -> bool:
        """Whether this piece has to go through `join`."""
        return bool(self._half) or (not text.isascii() and _has_surrogate(text))

    def join(self, text: str) -> str:
        """The text that is now certain; a trailing first half is kept back."""
        text = self._half + text
        self._half = ""
        if "\ud800" <= text[-1:] <= "\udbff":
            self._half = text[-1]
            text = text[:-1]
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
