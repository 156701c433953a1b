"""JSON of any size, item by item, in bounded memory.

A parser that is fed (ijson); nothing keeps more than one item. Items are the elements of the outermost array, or of
the array `conversations` of the outermost object, or else that object itself. One that is too large is passed over
and said to be; only a single text beyond the bound ends the reading, because no parser can pass over half a text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import ijson

from convosphere.features.transfer.rules.growing import CLOSING, Excess, Growing, ItemLimits

LIST_KEY: Final = "conversations"
_MOST_FIELDS: Final = 1_000
_BOM: Final = b"\xef\xbb\xbf"


class BrokenJsonError(ValueError):
    """Not JSON from here on, or its end is missing. `offset`: bytes that were read."""

    def __init__(self, offset: int, *, cut: bool) -> None:
        super().__init__(f"broken at {offset}")
        self.offset = offset
        self.cut = cut


class TextTooLongError(ValueError):
    """A single text goes on beyond every bound. `offset`: bytes that were read."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"too long at {offset}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Item:
    """One element, numbered from 1; one that went beyond a limit has no value."""

    number: int
    value: Any = None
    excess: Excess | None = None


class ItemReader:
    """Feed it bytes; take items."""

    def __init__(self, limits: ItemLimits | None = None) -> None:
        self._limits = limits or ItemLimits()
        self._events = ijson.sendable_list()
        self._parser = ijson.basic_parse_coro(self._events, use_float=True)
        self._growing: Growing | None = None
        # The outermost container: "" before it, then "array", "object", or "list" (of an object's `conversations`).
        self._root = ""
        self._key = ""
        self._number = 0
        self._silent = 0
        self._header_size = 0
        self._header_dropped: Excess | None = None
        self.offset = 0
        self.header: dict[str, Any] = {}

    def feed(self, data: bytes) -> Iterator[Item]:
        """The items that are complete with these bytes.

        Raises:
            BrokenJsonError, TextTooLongError: after the items before it.
        """
        if self.offset == 0:
            data = data.removeprefix(_BOM)
        self.offset += len(data)
        self._silent += len(data)
        broken = False
        try:
            self._parser.send(data)
        except (ijson.JSONError, ValueError, OverflowError):
            broken = True
        yield from self._drain(len(data))
        if broken:
            raise BrokenJsonError(self.offset, cut=False)
        if self._silent > self._limits.size:
            raise TextTooLongError(self.offset)

    def end(self) -> Iterator[Item]:
        """What is left at the end.

        Raises:
            BrokenJsonError: the end is missing.
        """
        broken = False
        try:
            self._parser.close()
        except (ijson.JSONError, ValueError, OverflowError):
            broken = True
        yield from self._drain(0)
        if broken:
            raise BrokenJsonError(self.offset, cut=True)

    def _drain(self, size: int) -> Iterator[Item]:
        if not self._events:
            if self._growing is not None:
                self._growing.size += size
            return
        self._silent = 0
        events = list(self._events)
        del self._events[:]
        if self._growing is not None:
            self._growing.size += size
        for name, value in events:
            item = self._take(name, value)
            if item is not None:
                yield item

    def _take(self, name: str, value: Any) -> Item | None:  # noqa: ANN401 - any JSON
        if self._growing is not None:
            return self._grow(self._growing, name, value)
        if not self._root:
            return self._begin(name, value)
        if name in CLOSING:
            return self._leave()
        if name == "map_key" and self._root == "object":
            self._key = value
            return None
        if self._root == "object" and self._key == LIST_KEY and name == "start_array":
            self._root = "list"
            return None
        self._growing = Growing()
        return self._grow(self._growing, name, value)

    def _begin(self, name: str, value: Any) -> Item | None:  # noqa: ANN401 - any JSON
        if name == "start_array":
            self._root = "array"
        elif name == "start_map":
            self._root = "object"
        else:
            self._root = "end"
            self._number = 1
            return Item(1, value)
        return None

    def _leave(self) -> Item | None:
        if self._root == "list":
            self._root = "object"
            self._key = ""
            return None
        whole = self._root == "object" and self._number == 0
        self._root = "end"
        if not whole or not (self.header or self._header_dropped):
            return None
        self._number = 1
        return Item(1, None if self._header_dropped else self.header, self._header_dropped)

    def _grow(self, growing: Growing, name: str, value: Any) -> Item | None:  # noqa: ANN401 - any JSON
        complete, made = growing.take(name, value)
        if growing.dropped is None:
            growing.check(self._limits)
        if not complete:
            return None
        self._growing = None
        if self._root == "object":
            # A field beside the conversations, or a part of the one conversation that this file is.
            self._header_size += growing.size
            if growing.dropped:
                self._header_dropped = growing.dropped
            elif self._header_size > self._limits.size:
                self._header_dropped = Excess.SIZE
            elif len(self.header) >= _MOST_FIELDS:
                self._header_dropped = Excess.VALUES
            else:
                self.header[self._key] = made
            return None
        self._number += 1
        return Item(self._number, None if growing.dropped else made, growing.dropped)
