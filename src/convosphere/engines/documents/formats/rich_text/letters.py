"""From bytes to letters: encodings of fonts, letters by number, what stands there for programs that know none."""

from convosphere.engines.documents.formats.rich_text.encodings import DEFAULT, of_charset, of_page
from convosphere.engines.documents.formats.rich_text.state import State
from convosphere.engines.documents.formats.rich_text.stories import Story

_HIGH = 0x10000


class Letters:
    """Takes what a file says, and hands it on to where it belongs."""

    def __init__(self) -> None:
        # Of the whole file.
        self.encoding = DEFAULT
        # Of the letters that come next: how many only repeat a numbered one.
        self.skipped = 0
        self._bytes = bytearray()
        self._fonts: dict[int, str | None] = {}
        self._font = 0

    def take(self, state: State, data: bytes) -> None:
        """Letters in bytes; some are more than one byte."""
        left_out = min(self.skipped, len(data))
        self.skipped -= left_out
        if state.to is not None:
            self._bytes += data[left_out:]

    def flush(self, state: State) -> None:
        """Something else comes: the bytes so far are whole letters."""
        if self._bytes:
            self.say(state, self._bytes.decode(state.encoding or self.encoding, "replace"))
            self._bytes.clear()

    def say(self, state: State, text: str) -> None:
        """Letters, if they are to be seen."""
        if state.hidden or state.deleted or state.to is None:
            return
        if isinstance(state.to, Story):
            state.to.add(text)
        else:
            state.to.append(text)

    def sign(self, state: State, text: str) -> None:
        """A letter that has a word of its own."""
        if self.skipped:
            self.skipped -= 1
        else:
            self.say(state, text)

    def numbered(self, state: State, number: int) -> None:
        """A letter by its number; halves of letters are put together later."""
        self.say(state, chr(number % _HIGH))
        self.skipped = state.instead

    def font(self, state: State, number: int) -> None:
        """The font of what comes next; within their table, the one that is described."""
        if state.table == b"fonttbl":
            self._font = number
        else:
            state.encoding = self._fonts.get(number)

    def charset(self, number: int) -> None:
        """The set of letters of the font that is described."""
        self._fonts.setdefault(self._font, of_charset(number))

    def page(self, number: int) -> None:
        """The code page of the font that is described."""
        self._fonts[self._font] = of_page(number)
