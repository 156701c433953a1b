"""Groups that begin with a word of their own: notes, boxes, fields, what stands on every page, what is not heard."""

from collections.abc import Callable
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind
from convosphere.engines.documents.formats.items import Item, is_page_number, joined
from convosphere.engines.documents.formats.rich_text.state import State
from convosphere.engines.documents.formats.rich_text.stories import Story
from convosphere.engines.documents.formats.rich_text.styles import Place, Styles
from convosphere.engines.documents.formats.word.numbering import written
from convosphere.engines.documents.formats.word.runs import raised

_MOST_METADATA: Final = 500
_ABOUT: Final = {b"title": "title", b"author": "author", b"subject": "subject", b"keywords": "keywords"}
_TIMES: Final = {b"creatim": "created", b"revtim": "modified"}
_HEADS: Final = frozenset({b"header", b"headerl", b"headerr", b"headerf"})
_FEET: Final = frozenset({b"footer", b"footerl", b"footerr", b"footerf"})
# Lists of contents repeat what stands in the text; in heads and feet, which page it is.
_DERIVED: Final = frozenset({"TOC", "INDEX", "TOA"})
_OF_THE_PAGE: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "STYLEREF"})
_DESCRIPTION: Final = "wzDescription"
_INFO: Final = b"info"


class Groups:
    """Begins groups, and does with them what is due when they end."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.about: dict[str, str] = {}
        # What stands above the pages, until somebody takes it; what stands below them.
        self.heads: list[Block] = []
        self.feet: list[Block] = []
        # Of when the file speaks: yr, mo, dy, hr, min.
        self.clock: dict[bytes, int] = {}
        # Of the notes around: whether they stand at the end; how these and the others are counted.
        self.at_end: list[bool] = []
        self.forms: dict[bool, str] = {False: "decimal", True: "lowerRoman"}
        self._counts = {False: 0, True: 0}
        # Of the fields around: what they are to show.
        self._fields: list[str] = []
        self._seen: set[str] = set()
        self._on_page = 0
        self._author = ""
        self._property = ""

    def begin(self, state: State, word: bytes) -> bool:
        """Begins a group; False: this word begins none."""
        begins = _BEGINS.get(word)
        if begins is not None:
            begins(self, state, word)
        return begins is not None

    def enter(self, state: State) -> None:
        """A group within the table of styles is a style."""
        gathered: list[str] = []
        state.to, state.place, state.based_on, state.table = gathered, Place(), None, b"style"

        def end(closing: State) -> None:
            if not closing.unheard:
                self._styles.add(closing.place.style, "".join(gathered), closing.place.outline, closing.based_on)

        state.ends = end

    def neutral(self, state: State, word: bytes) -> None:
        """Goes on as before it."""

    def silent(self, state: State, word: bytes) -> None:
        """Its letters are no text; groups within it may have some."""
        state.to, state.table = None, word

    def mark(self, state: State, _: bytes) -> None:
        """The number or point before a paragraph."""
        story = state.story

        def end(text: str) -> None:
            story.mark = text

        _gather(state, end)

    def note(self, state: State, _: bytes) -> None:
        """At the foot of the page, or at the end."""
        self.at_end.append(False)

        def end(closing: State, outer: Story, inner: Story) -> None:
            text, last = self._text(closing, inner), self.at_end.pop()
            mark = raised(written(self._counts[last] + 1, self.forms[last]))
            if outer.take_mark(mark):
                self._counts[last] += 1
                text = f"{mark} {text}" if text else ""
            if text:
                outer.notes.append(Block(BlockKind.NOTE, text))

        _tell(state, end)

    def comment(self, state: State, _: bytes) -> None:
        """What somebody has remarked."""

        def end(closing: State, outer: Story, inner: Story) -> None:
            text, author = self._text(closing, inner), self._author
            self._author = ""
            if text:
                outer.notes.append(Block(BlockKind.NOTE, f"{author}: {text}" if author else text))

        _tell(state, end)

    def box(self, state: State, _: bytes) -> None:
        """Text in a frame."""
        _tell(state, lambda closing, outer, inner: outer.beside.extend(self._told(closing, inner)))

    def on_page(self, state: State, word: bytes) -> None:
        """What stands on every page, once."""
        self._on_page += 1

        def end(closing: State, _: Story, inner: Story) -> None:
            self._on_page -= 1
            for block in joined(self._told(closing, inner)):
                if block.text not in self._seen and not is_page_number(block.text):
                    self._seen.add(block.text)
                    (self.heads if word in _HEADS else self.feet).append(block)

        _tell(state, end)

    def field(self, state: State, _: bytes) -> None:
        """What a program puts in: an instruction, and what came of it."""
        self._fields.append("")
        state.ends = lambda _: self._fields.__delitem__(-1)

    def instruction(self, state: State, _: bytes) -> None:
        """What a field is to show."""

        def end(text: str) -> None:
            if self._fields:
                self._fields[-1] = text.upper()

        _gather(state, end)

    def result(self, state: State, _: bytes) -> None:
        """What a field shows."""
        name = next(iter(self._fields[-1].split()), "") if self._fields else ""
        state.unheard = name in _DERIVED or (bool(self._on_page) and name in _OF_THE_PAGE)

    def known(self, state: State, word: bytes) -> None:
        """What the file says about itself."""

        def end(text: str) -> None:
            if text:
                self.about[_ABOUT[word]] = text[:_MOST_METADATA]

        if state.table == _INFO:
            _gather(state, end)

    def time(self, state: State, word: bytes) -> None:
        """When it was made or changed."""

        def end(_: State) -> None:
            year, month, day, hour, minute = (self.clock.get(each, 0) for each in (b"yr", b"mo", b"dy", b"hr", b"min"))
            if year and month and day:
                self.about[_TIMES[word]] = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"

        self.clock = {}
        state.ends = end

    def named(self, state: State, word: bytes) -> None:
        """A property of a picture or box and its value; the author of a comment."""
        story = state.story

        def end(text: str) -> None:
            if word == b"sn":
                self._property = text
            elif word == b"atnauthor":
                self._author = text
            elif self._property == _DESCRIPTION and text:
                story.beside.append(Block(BlockKind.CAPTION, " ".join(text.split())))

        _gather(state, end)

    def _told(self, closing: State, inner: Story) -> list[Block | Item]:
        return inner.end(self._styles.look(closing.place))

    def _text(self, closing: State, inner: Story) -> str:
        return " ".join(block.text for block in joined(self._told(closing, inner)))


def _gather(state: State, ends: Callable[[str], None]) -> None:
    """The letters of the group are no text; what they are is known when it ends."""
    gathered: list[str] = []
    state.to = gathered
    state.ends = lambda _: ends("".join(gathered).strip())


def _tell(state: State, ends: Callable[[State, Story, Story], None]) -> None:
    """Paragraphs of their own begin, beside those of the story around."""
    outer, inner = state.story, Story()
    state.story = state.to = inner
    state.place, state.hidden, state.deleted = Place(), False, False
    state.ends = lambda closing: ends(closing, outer, inner)


_BEGINS: Final[dict[bytes, Callable[[Groups, State, bytes], None]]] = {
    **dict.fromkeys((b"ud", b"nesttableprops", b"upr"), Groups.neutral),
    **dict.fromkeys(
        (b"fonttbl", b"stylesheet", _INFO, b"shpinst", b"shppict", b"pict", b"picprop", b"do"), Groups.silent
    ),
    **dict.fromkeys((b"listtext", b"pntext"), Groups.mark),
    b"footnote": Groups.note,
    b"annotation": Groups.comment,
    **dict.fromkeys((b"shptxt", b"dptxbxtext"), Groups.box),
    **dict.fromkeys((*_HEADS, *_FEET), Groups.on_page),
    b"field": Groups.field,
    b"fldinst": Groups.instruction,
    b"fldrslt": Groups.result,
    **dict.fromkeys(_ABOUT, Groups.known),
    **dict.fromkeys(_TIMES, Groups.time),
    **dict.fromkeys((b"sn", b"sv", b"atnauthor"), Groups.named),
}
