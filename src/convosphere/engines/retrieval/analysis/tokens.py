"""Cuts text into words: of letters, numbers, codes like "DIN-5008", addresses of mail and of the web."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from convosphere.engines.retrieval.analysis.folding import lowered
from convosphere.engines.retrieval.analysis.forms import SIGNS
from convosphere.engines.retrieval.analysis.numbers import readings

# A letter or digit with what belongs to it: combining accents, soft hyphens.
_SIGN: Final = "(?:[^\\W_][\u0300-\u036f\u00ad\u200b-\u200d]*)"
_PIECE: Final = f"{_SIGN}+"
_CHUNKS: Final = re.compile(r"\S+")
_AROUND: Final = ".,;:!?()[]{}<>\"'„“”‚‘’«»…*_|"
_TOKENS: Final = re.compile(
    rf"""
      (?P<web>  (?:https?://|www\.)[^\s<>"'()\[\]]+ )
    | (?P<sign> \b[A-Za-z](?:\+\+|\#)(?!\w) )
    | (?P<amount> (?<![\w.,-])\d+(?:[.,]\d+)+(?P<unit>[^\W\d_]{{1,4}})(?![\w-]) )
    | (?P<mark> [{"".join(sorted(SIGNS))}] )
    | (?P<word> {_PIECE}(?:(?:[-‐‑_./:&'’+@]|(?<=\d),(?=\d)){_PIECE})* )
    """,
    re.VERBOSE,
)
_PIECES: Final = re.compile(_PIECE)
# "DIN5008" is "DIN" and "5008".
_RUNS: Final = re.compile(r"\d+|[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+(?:[.,:/-]\d+)*")
_SEGMENTS: Final = re.compile("[^-‐‑]+")
_VERSION: Final = re.compile(r"[vV](\d+(?:\.\d+)+)")
_NOT_IN_CODES: Final = re.compile(r"[\W_]+")
_POSSESSIVE: Final = re.compile(r"['’](?:s|S)?$")
# Scripts that put no blanks between words are read two letters at a time.
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LONGEST: Final = 100
# A number within a number counts by itself from here on: the year in a date.
_SHORTEST_NUMBER: Final = 4


class Token(NamedTuple):
    """A word of the text between two places (code points), in lower case.

    `plain`: a word of a language, to be stemmed. `whole` is a joined form of several tokens at these places (a code, an
    address, a word with a hyphen); its parts follow as tokens of their own.
    """

    start: int
    end: int
    text: str
    plain: bool = True
    whole: bool = False


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens of a text, in its order."""
    for chunk in _CHUNKS.finditer(text):
        raw = chunk[0]
        shown = raw.strip(_AROUND)
        # Nearly every word is like that; the rest is looked at closely.
        if shown.isalpha() and (shown.isascii() or not _UNSPACED.search(shown)):
            if len(shown) <= _LONGEST:
                start = chunk.start() + raw.index(shown)
                yield Token(start, start + len(shown), lowered(shown))
        elif shown:
            yield from _closely(chunk.start(), raw)


def _closely(start: int, raw: str) -> Iterator[Token]:
    for found in _TOKENS.finditer(raw):
        place = start + found.start()
        if found["amount"]:
            yield from _amount(place, found[0], found["unit"])
        elif found.lastgroup == "mark":
            yield Token(place, place + 1, found[0], plain=False)
        elif found.lastgroup == "sign":
            yield Token(place, place + len(found[0]), found[0].lower(), plain=False)
        elif found.lastgroup == "web" or "@" in found[0]:
            yield from _address(place, found[0])
        else:
            yield from _word(place, found[0])


def _word(start: int, raw: str) -> Iterator[Token]:
    if _NUMBER.fullmatch(raw):
        yield from _number(start, raw)
        return
    raw = _POSSESSIVE.sub("", raw)
    pieces = [(start + piece.start(), piece[0]) for piece in _PIECES.finditer(raw)]
    code = any(sign.isdigit() for sign in raw)
    if (len(pieces) > 1 or code) and len(raw) <= _LONGEST:
        joined = _NOT_IN_CODES.sub("", lowered(raw))
        yield Token(start, start + len(raw), joined, plain=not code, whole=True)
        yield from _segments(start, raw)
    for place, piece in pieces:
        if not any(sign.isdigit() for sign in piece):
            yield from _letters(place, piece, alone=len(pieces) == 1)
        elif len(pieces) > 1 or not piece.isdigit():
            yield from _runs(place, piece)


def _segments(start: int, raw: str) -> Iterator[Token]:
    """What stands between hyphens, where it is joined itself: "F&E" in "F&E-Abteilung"; and the number of "v2.4.1"."""
    found = list(_SEGMENTS.finditer(raw))
    for each in found if len(found) > 1 else ():
        if len(_PIECES.findall(each[0])) > 1 and not _NUMBER.fullmatch(each[0]):
            joined = _NOT_IN_CODES.sub("", lowered(each[0]))
            plain = not any(sign.isdigit() for sign in joined)
            yield Token(start + each.start(), start + each.end(), joined, plain=plain, whole=True)
    version = _VERSION.fullmatch(raw)
    if version:
        yield Token(start + version.start(1), start + len(raw), version[1], plain=False, whole=True)


def _amount(start: int, raw: str, unit: str) -> Iterator[Token]:
    """A number with its unit and no blank between: "12,5mm"."""
    yield Token(start, start + len(raw), _NOT_IN_CODES.sub("", lowered(raw)), plain=False, whole=True)
    yield from _number(start, raw.removesuffix(unit))
    yield from _letters(start + len(raw) - len(unit), unit, alone=True)


def _runs(start: int, piece: str) -> Iterator[Token]:
    for run in _RUNS.finditer(piece):
        if run[0].isdigit():
            yield Token(start + run.start(), start + run.end(), run[0], plain=False)
        else:
            yield from _letters(start + run.start(), run[0], alone=False)


def _letters(start: int, piece: str, *, alone: bool) -> Iterator[Token]:
    if _UNSPACED.search(piece):
        for place in range(max(1, len(piece) - 1)):
            yield Token(
                start + place, start + place + len(piece[place : place + 2]), piece[place : place + 2].casefold()
            )
    elif len(piece) <= _LONGEST and (alone or len(piece) > 1):
        yield Token(start, start + len(piece), lowered(piece))


def _number(start: int, raw: str) -> Iterator[Token]:
    """With whatever parts thousands and decimals: "1.234,50" and "1,234.50" are one."""
    if len(raw) > _LONGEST:
        return
    text = re.sub(r"\D", ".", raw)
    yield Token(start, start + len(raw), text, plain=False, whole="." in text)
    for reading in readings(raw):
        yield Token(start, start + len(raw), reading, plain=False, whole=True)
    if "." in text:
        for part in re.finditer(r"\d+", raw):
            if len(part[0]) >= _SHORTEST_NUMBER:
                yield Token(start + part.start(), start + part.end(), part[0], plain=False)


def _address(start: int, raw: str) -> Iterator[Token]:
    raw = raw.rstrip(".,;:!?")
    shown = re.sub(r"^(?:https?://)?(?:www\.)?", "", raw)
    start += len(raw) - len(shown)
    whole = lowered(shown.rstrip("/"))
    if len(whole) <= _LONGEST:
        yield Token(start, start + len(shown), whole, plain=False, whole=True)
    host = whole.split("/", 1)[0]
    if host != whole and "." in host:
        yield Token(start, start + len(host), host, plain=False, whole=True)
    for piece in _PIECES.finditer(shown):
        yield from _runs(start + piece.start(), piece[0])
