"""Server-sent events, read from raw bytes (WHATWG HTML, section 9.2.6), as cheaply as Python can.

Only the data of events is of interest: providers repeat the event's name inside their JSON. A stream of
tokens arrives as a few small, complete events per chunk, so that case takes a short way without looking at
lines.
"""

import re

from convosphere.engines.llm.errors import ProtocolError

MAX_EVENT_BYTES = 4 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\n|\r")
_PREFIX = b"data: "
_NEWLINES_OF_ONE = 2


class SseParser:
    """Feeds on chunks cut anywhere, gives the data of complete events.

    An event or line beyond `max_event_bytes` raises ProtocolError: nobody sends that, and memory is finite.
    """

    __slots__ = ("_data", "_data_size", "_line", "_max", "_skip_newline", "_started")

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max = max_event_bytes
        self._line = bytearray()  # an unfinished line
        self._data: list[bytes] = []  # data lines of an unfinished event
        self._data_size = 0
        self._skip_newline = False  # the last chunk ended in CR; a LF that follows belongs to it
        self._started = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Takes the next bytes; returns the data of each event that they complete, in order."""
        if not self._line and not self._data and chunk.startswith(_PREFIX) and chunk.endswith(b"\n\n"):
            # Whole events. One event of one line is what nearly every chunk is; several such come next.
            newlines = chunk.count(b"\n")
            if newlines == _NEWLINES_OF_ONE and b"\r" not in chunk and len(chunk) <= self._max:
                self._started = True
                return [chunk[6:-2]]
            blocks = chunk[:-2].split(b"\n\n")
            if newlines == 2 * len(blocks) and b"\r" not in chunk and all(b.startswith(_PREFIX) for b in blocks):
                self._started = True
                self._check(max(map(len, blocks)))
                return [block[6:] for block in blocks]
        return self._feed_lines(chunk)

    def finish(self) -> list[bytes]:
        """The stream is over: data that lacks only its closing line end or blank line, if there is any."""
        events = self._feed_lines(b"\n\n") if self._line or self._data else []
        self._line.clear()
        return events

    def _feed_lines(self, chunk: bytes) -> list[bytes]:
        if self._skip_newline and chunk:
            self._skip_newline = False
            if chunk.startswith(b"\n"):
                chunk = chunk[1:]
        if b"\n" not in chunk and b"\r" not in chunk:
            self._line += chunk
            self._check(len(self._line))
            return []
        if chunk.endswith(b"\r"):
            self._skip_newline = True
        lines = _LINE_END.split(chunk)
        rest = lines.pop()
        lines[0] = bytes(self._line) + lines[0]
        self._line = bytearray(rest)
        self._check(len(rest))
        if not self._started:
            self._started = True
            lines[0] = lines[0].removeprefix(_BOM)
        events: list[bytes] = []
        for line in lines:
            self._take_line(line, events)
        return events

    def _take_line(self, line: bytes, events: list[bytes]) -> None:
        if not line:
            if self._data:
                events.append(self._data[0] if len(self._data) == 1 else b"\n".join(self._data))
                self._data = []
                self._data_size = 0
            return
        if not line.startswith(b"data"):
            return  # a comment, an event name, an id, a retry time
        field, _, value = line.partition(b":")
        if field != b"data":
            return
        value = value.removeprefix(b" ")
        self._data.append(value)
        self._data_size += len(value)
        self._check(self._data_size)

    def _check(self, size: int) -> None:
        if size > self._max:
            raise ProtocolError(f"an event of the stream is larger than {self._max} bytes")
