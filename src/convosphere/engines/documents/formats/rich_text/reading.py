"""From RTF to blocks: groups and words are followed as a word processor does; nothing is laid out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, Document
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.items import Item, joined
from convosphere.engines.documents.formats.rich_text.encodings import WHOLE, of_page
from convosphere.engines.documents.formats.rich_text.groups import Groups
from convosphere.engines.documents.formats.rich_text.letters import Letters
from convosphere.engines.documents.formats.rich_text.packed import unpacked
from convosphere.engines.documents.formats.rich_text.state import State
from convosphere.engines.documents.formats.rich_text.stories import Story
from convosphere.engines.documents.formats.rich_text.styles import Place, Styles
from convosphere.engines.documents.formats.rich_text.tokens import Kind, Token, tokens
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_DEEPEST: Final = 1_000
_MOST_TABLES: Final = 20
_MOST_INSTEAD: Final = 100
# What goes by unheard: tables of the file, marks in the text, what stands there for older programs.
_UNHEARD: Final = frozenset(
    b"colortbl filetbl listtable listoverridetable revtbl rsidtbl xe tc tcn rxe txe nonshppict shprslt nonesttables "
    b"objdata objclass objname ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn doccomm operator printim buptim template "
    b"private comment bkmkstart bkmkend".split()
)
_SIGNS: Final = {
    b"tab": "\t",
    **dict.fromkeys((b"line", b"lbr"), "\n"),
    **dict.fromkeys((b"emspace", b"enspace", b"qmspace"), " "),
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
}
_SINGLE: Final = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_ENDS: Final = frozenset({b"par", b"sect"})
_CLOCK: Final = frozenset({b"yr", b"mo", b"dy", b"hr", b"min"})
_FORMS: Final = {b"nar": "decimal", b"nalc": "lowerLetter", b"nauc": "upperLetter", b"nrlc": "lowerRoman"}


def read_text(path: Path, limits: Limits) -> Document:
    """Blocks as they are printed; what was deleted is not, and neither is what is hidden.

    Raises:
        UnreadableError: cut off before its first word, or groups within groups without an end.
    """
    reader = _Reader()
    kept, cut = within(joined(reader.found(path.read_bytes())), limits)
    about = reader.groups.about
    # Without its last braces something is missing behind them.
    broken = (Fault.CUT_OFF,) if reader.unfinished and not cut else ()
    if broken and not kept:
        raise UnreadableError(Fault.DAMAGED, "cut off before its first word")
    return Document.of(
        kept,
        truncated=cut,
        title=about.pop("title", None),
        metadata=about,
        warnings=(*broken, *((Fault.TRUNCATED,) if cut else ())),
    )


def packed_blocks(data: bytes, limits: Limits) -> list[Block]:
    """The blocks of a text that is packed into a message.

    Raises:
        UnreadableError: it is none, or has groups within groups without an end.
    """
    return list(joined(_Reader().found(unpacked(data, limits.unpacked_bytes))))


class _Reader:
    """Reads one file."""

    def __init__(self) -> None:
        self.styles = Styles()
        self.groups = Groups(self.styles)
        self.letters = Letters()
        self.body = Story()
        self._stack: list[State] = []

    @property
    def unfinished(self) -> bool:
        """Whether groups are open."""
        return bool(self._stack)

    def found(self, data: bytes) -> Iterator[Block | Item]:
        """What a file says, from its beginning."""
        state = State(self.body, self.body)
        for token in tokens(data):
            state = self._next(state, token)
            if not self._stack and token.kind is Kind.CLOSE:
                break
            yield from self._ready()
        self.letters.flush(state)
        yield from self._ready()
        yield from self.body.end(self.styles.look(state.place))
        yield from self.groups.feet

    def _ready(self) -> Iterator[Block | Item]:
        if self.groups.heads:
            yield from self.groups.heads
            self.groups.heads = []
        yield from self.body.ready()

    def _next(self, state: State, token: Token) -> State:
        """Follows a token; what holds then."""
        kind = token.kind
        if kind in {Kind.TEXT, Kind.BYTE}:
            if not state.unheard:
                self.letters.take(state, token.data)
            return state
        self.letters.flush(state)
        if kind is Kind.OPEN:
            return self._opened(state)
        if kind is Kind.CLOSE:
            return self._closed(state)
        if not state.unheard:
            (self._word if kind is Kind.WORD else self._sign)(state, token)
        return state

    def _opened(self, state: State) -> State:
        if len(self._stack) >= _DEEPEST:
            raise UnreadableError(Fault.TOO_MUCH_INSIDE, "groups nested too deeply")
        self.letters.skipped = 0
        self._stack.append(state)
        inner = replace(state, ends=None, starred=False)
        if state.table == b"stylesheet" and not state.unheard:
            self.groups.enter(inner)
        return inner

    def _closed(self, state: State) -> State:
        self.letters.skipped = 0
        if not self._stack:
            return state
        if state.ends is not None:
            state.ends(state)
        return self._stack.pop()

    def _sign(self, state: State, token: Token) -> None:
        if token.data == b"*":
            state.starred = True
        elif token.data in b"\r\n":
            self.end_paragraph(state)
        else:
            self.letters.sign(state, _SINGLE.get(token.data, ""))

    def _word(self, state: State, token: Token) -> None:
        word = token.data
        if word in _SIGNS:
            self.letters.sign(state, _SIGNS[word])
            return
        self.letters.skipped = 0
        starred, state.starred = state.starred, False
        if self.groups.begin(state, word):
            return
        if starred or word in _UNHEARD:
            state.unheard = True
        elif word in _ENDS:
            self.end_paragraph(state)
        elif word in _SETTINGS:
            _SETTINGS[word](self, state, token.number)
        elif word in WHOLE:
            self.letters.encoding = WHOLE[word]
        elif word in _CLOCK:
            self.groups.clock[word] = token.number or 0
        elif word.startswith((b"ftn", b"aftn")):
            self._form(word)

    def _form(self, word: bytes) -> None:
        last, form = word.startswith(b"a"), _FORMS.get(word.removeprefix(b"a").removeprefix(b"ftn"))
        if form is not None:
            self.groups.forms[last] = form

    def end_paragraph(self, state: State) -> None:
        """Ends one, where there are such."""
        if isinstance(state.to, Story):
            state.to.end_paragraph(self.styles.look(state.place))
        else:
            self.letters.say(state, " ")

    def end_cell(self, state: State, depth: int) -> None:
        """Ends a cell of a table; `depth`: how many lie around each other."""
        if isinstance(state.to, Story):
            look = self.styles.look(state.place)
            state.to.end_cell(replace(look, table=min(depth, _MOST_TABLES)))

    def end_row(self, state: State, depth: int) -> None:
        """Ends a row of a table."""
        if isinstance(state.to, Story):
            state.to.end_row(min(depth, _MOST_TABLES))

    def refer(self, state: State) -> None:
        """Refers to the note that comes next."""
        if isinstance(state.to, Story) and not (state.hidden or state.deleted):
            state.to.refer()

    def stand_at_end(self) -> None:
        """The note that has begun is one at the end."""
        if self.groups.at_end:
            self.groups.at_end[-1] = True


def _style(_: _Reader, state: State, number: int | None) -> None:
    state.place = replace(state.place, style=number or 0)


def _outline(_: _Reader, state: State, number: int | None) -> None:
    state.place = replace(state.place, outline=number)


def _level(_: _Reader, state: State, number: int | None) -> None:
    state.place = replace(state.place, level=number or 0)


def _in_table(_: _Reader, state: State, number: int | None) -> None:
    state.place = replace(state.place, within=number != 0)


def _depth(_: _Reader, state: State, number: int | None) -> None:
    state.place = replace(state.place, depth=max(number or 0, 0))


def _reset(_: _Reader, state: State, __: int | None) -> None:
    state.place = Place()


def _plain(_: _Reader, state: State, __: int | None) -> None:
    state.hidden = state.deleted = False
    state.encoding = None


def _hide(_: _Reader, state: State, number: int | None) -> None:
    state.hidden = number != 0


def _delete(_: _Reader, state: State, number: int | None) -> None:
    state.deleted = number != 0


def _instead(_: _Reader, state: State, number: int | None) -> None:
    state.instead = min(max(number or 0, 0), _MOST_INSTEAD)


def _based_on(_: _Reader, state: State, number: int | None) -> None:
    state.based_on = number


_SETTINGS: Final[dict[bytes, Callable[[_Reader, State, int | None], None]]] = {
    b"s": _style,
    b"sbasedon": _based_on,
    b"outlinelevel": _outline,
    b"ilvl": _level,
    b"intbl": _in_table,
    b"itap": _depth,
    b"pard": _reset,
    b"plain": _plain,
    b"v": _hide,
    **dict.fromkeys((b"deleted", b"mvf"), _delete),
    b"uc": _instead,
    b"u": lambda reader, state, number: reader.letters.numbered(state, number or 0),
    b"f": lambda reader, state, number: reader.letters.font(state, number or 0),
    b"fcharset": lambda reader, _, number: reader.letters.charset(number or 0),
    b"cpg": lambda reader, _, number: reader.letters.page(number or 0),
    b"ansicpg": lambda reader, _, number: setattr(reader.letters, "encoding", of_page(number)),
    b"cell": lambda reader, state, _: reader.end_cell(state, 1),
    b"nestcell": lambda reader, state, _: reader.end_cell(state, max(state.place.depth, 2)),
    b"row": lambda reader, state, _: reader.end_row(state, 1),
    b"nestrow": lambda reader, state, _: reader.end_row(state, max(state.place.depth, 2)),
    b"chftn": lambda reader, state, _: reader.refer(state),
    b"ftnalt": lambda reader, _, __: reader.stand_at_end(),
}
