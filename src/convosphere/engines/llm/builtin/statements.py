"""What a passage states: sentences, items of lists, rows of tables with their header; and what stands above each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from convosphere.engines.llm.types import Passage

MOST: Final = 400
_MOST_PASSAGE: Final = 20_000
# Fewer words, without a full stop, are a heading.
_LEAST_WORDS: Final = 4
# What stands behind a question answers it for so many sentences.
_MOST_ANSWERS: Final = 3
_BLOCK: Final = re.compile(r"\n\s*\n")
_END: Final = re.compile(r"(?<=[.!?…])[\"“»«)]*\s+(?=[A-ZÄÖÜ0-9„\"»(])")
# Behind these a full stop ends nothing: days, numbers, abbreviations.
_NO_END: Final = re.compile(
    r"(?:\b\d{1,2}|\b[A-Za-z]|\b(?:Nr|Art|Abs|Abb|bzw|ca|Dr|Prof|Str|Tel|usf|vgl|inkl|zzgl|max|min|Mr|Mrs|Ms|St|No|approx"
    r"|e\.g|i\.e|etc))\.$",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"\s*(?:[-*•–]|\d{1,3}[.)]|[a-z]\))\s+")
_HASHES: Final = re.compile(r"#{1,6}\s+")
_QUOTED: Final = re.compile(r"^(?:>\s?)+", re.MULTILINE)
_FIELD: Final = re.compile(r"[^\s:|][^:|?.!\n]{0,40}:\s+\S")
_MAIL: Final = re.compile(r"^(?:From|To|Cc|Date|Subject|Von|An|Datum|Betreff): ", re.MULTILINE)
_POLITE: Final = re.compile(
    r"(?:mit (?:freundlichen|besten|herzlichen)|(?:freundliche|beste|viele|liebe|herzliche)\w* grüße|guten (?:tag"
    r"|morgen|abend)|sehr geehrte|liebe[rs]? |hallo\b|(?:vielen|besten|herzlichen) dank|danke\b|kind regards"
    r"|best regards|yours (?:sincerely|faithfully)|sincerely|dear |hello\b|hi\b|thank you|thanks)",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"(?:mit (?:freundlichen|besten|herzlichen)|(?:freundliche|beste|viele|liebe|herzliche)\w* grüße|kind regards"
    r"|best regards|yours (?:sincerely|faithfully)|sincerely)",
    re.IGNORECASE,
)
_DELIMITER: Final = re.compile(r"[\s|:–-]+")
_CELL: Final = re.compile(r"(?<!\\)\|")
_POINTING_WORDS: Final = """
er sie es ihn ihm ihnen ihr ihre diese dieser dieses diesem diesen dies dazu dafür dabei danach davon darin darauf
dort deren dessen beide beides it they them he she this these those there its their both
"""
_POINTING: Final = frozenset(_POINTING_WORDS.split())
# «Abgelesen wird er»: what points back stands at the beginning.
_BEGINNING: Final = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a passage says. `above`: title, headings, a question that it stands behind.

    `before`: what «it» points back to. `answers`: its place behind a question, of the first three; 0: behind none.
    `asked`: that question, where it stands in the same paragraph or item. `first`: the first one below its heading.
    `cells`: of a table's row, each with its column's name.
    """

    text: str
    above: str
    before: str = ""
    answers: int = 0
    asked: str = ""
    first: bool = False
    cells: tuple[str, ...] = ()


def statements_of(passage: Passage) -> list[Statement]:
    """What can be quoted of a passage, in its order. Questions and courtesies cannot; headings where there is nothing
    else.
    """
    return list(_Reader(passage).read()) or [
        Statement(shortened(_one_line(block)), passage.title)
        for block in _BLOCK.split(passage.text[:_MOST_PASSAGE])
        if block.strip() and not is_question(block)
    ]


def first_words(passage: Passage) -> str | None:
    """How a passage begins."""
    return next((shortened(each) for each in sentences_in(_one_line(passage.text[:_MOST_PASSAGE])) if each), None)


def is_question(text: str) -> bool:
    """Whether a sentence asks."""
    return text.rstrip(' "“»«)*_').endswith("?")


def shortened(text: str) -> str:
    """At most 400 characters, whole words."""
    return text if len(text) <= MOST else text[: MOST - 1].rsplit(" ", 1)[0] + " …"


def sentences_in(text: str) -> Iterator[str]:
    """The sentences of a text without line breaks."""
    begin = 0
    for end in _END.finditer(text):
        piece = text[begin : end.start()].rstrip()
        if _NO_END.search(piece):
            continue
        yield text[begin : end.end()].strip()
        begin = end.end()
    if text[begin:].strip():
        yield text[begin:].strip()


class _Reader:
    """Goes through a passage, and remembers what stands above."""

    def __init__(self, passage: Passage) -> None:
        self._title = passage.title
        self._text = _QUOTED.sub("", passage.text[:_MOST_PASSAGE])
        self._mail = len(_MAIL.findall(self._text)) > 1
        self._path = passage.title.split(" › ")
        self._heading = self._path[-1] if len(self._path) > 1 else ""
        self._asked = self._heading if is_question(self._heading) and not self._mail else ""
        if self._mail and is_question(self._heading):
            # What somebody asks in the subject, a mail need not say.
            self._title, self._heading = " ".join(self._path[:-1]), ""
        self._behind = 0
        self._inline = False
        self._fresh = True
        self._over = False

    def read(self) -> Iterator[Statement]:
        for block in _BLOCK.split(self._text):
            if self._over and not _MAIL.search(block):
                # Behind the greeting stands who wrote; what was answered to comes after.
                self._over = _ends_mail(block)
                if self._over or len(_one_line(block)) < MOST // 4:
                    continue
            yield from self._block(block)

    def _block(self, block: str) -> Iterator[Statement]:
        lines = [line for line in block.splitlines() if line.strip()]
        table = [line for line in lines if line.lstrip().startswith("|")]
        if table:
            yield from self._rows([_cells(line) for line in table])
            lines = [line for line in lines if not line.lstrip().startswith("|")]
        for piece in _pieces(lines):
            yield from self._piece(piece)

    def _rows(self, rows: Sequence[Sequence[str]]) -> Iterator[Statement]:
        rows = [row for row in rows if any(row) and not all(_DELIMITER.fullmatch(cell) or not cell for cell in row)]
        header, data = (rows[0], rows[1:]) if len(rows) > 1 else ((), rows)
        for row in data:
            cells = tuple(
                f"{header[place]}: {cell}" if place < len(header) and header[place] else cell
                for place, cell in enumerate(row)
                if cell
            )
            yield self._made("; ".join(cells), cells=cells)

    def _piece(self, piece: str) -> Iterator[Statement]:
        item = _ITEM.match(piece)
        hashes = _HASHES.match(piece)
        said = _one_line(piece[item.end() :] if item else piece[hashes.end() :] if hashes else piece)
        if hashes or (not item and self._is_heading(said)):
            self._fresh, self._over = True, False
            if self._mail and is_question(said):
                return
            self._heading = said
            self._ask(said if is_question(said) else "")
            return
        if _ends_mail(said):
            self._over = True
            return
        if _MAIL.match(said) and self._mail:
            return
        if self._inline and (item or self._behind):
            # Who asks in an item, or has been answered in a paragraph, asks no more in the next one.
            self._ask("")
        before: list[str] = []
        inside = ""
        for sentence in sentences_in(said):
            if is_question(sentence):
                self._ask(sentence, inline=True)
                inside = sentence
                before.clear()
            elif not (_POLITE.match(sentence) and len(sentence) < MOST // 4):
                yield self._made(sentence, before=before, asked=inside)
                inside = ""
                before.append(sentence)

    def _ask(self, question: str, *, inline: bool = False) -> None:
        self._asked, self._behind, self._inline = question, 0, inline
        self._fresh = self._fresh or bool(question)

    def _is_heading(self, text: str) -> bool:
        if text in self._path:
            return True
        if text.endswith((".", "!", "…", ":", ",", ";")) or _FIELD.match(text):
            return False
        return len(text.split()) < _LEAST_WORDS

    def _made(
        self, text: str, *, before: Sequence[str] = (), asked: str = "", cells: tuple[str, ...] = ()
    ) -> Statement:
        back = _pointed_at(text, before)
        self._behind = self._behind + 1 if self._asked else 0
        if self._behind > _MOST_ANSWERS:
            self._asked, self._behind = "", 0
        made = Statement(
            shortened(text),
            f"{self._title} {self._heading} {self._asked}",
            back,
            answers=self._behind,
            asked=asked if self._behind == 1 else "",
            first=self._fresh,
            cells=cells,
        )
        self._fresh = False
        return made


def _pointed_at(text: str, before: Sequence[str]) -> str:
    """The sentences that a pronoun at the beginning of this one points back to; at most two."""
    found: list[str] = []
    for sentence in reversed(before[-2:]):
        words = re.findall(r"\w+", (found[0] if found else text).lower())[:_BEGINNING]
        if _POINTING.isdisjoint(words):
            break
        found.insert(0, sentence)
    return " ".join(found)


def _pieces(lines: Sequence[str]) -> list[str]:
    """Items, fields and headings by themselves; lines that a paragraph was broken into, together."""
    pieces: list[str] = []
    for line in lines:
        alone = _ITEM.match(line) or _HASHES.match(line) or _FIELD.match(line)
        if not pieces or alone or _FIELD.match(pieces[-1]) or _HASHES.match(pieces[-1]):
            pieces.append(line)
        else:
            pieces[-1] += f"\n{line}"
    return pieces


def _ends_mail(text: str) -> bool:
    return _CLOSING.match(text.strip()) is not None


def _cells(line: str) -> list[str]:
    return [_one_line(cell).replace("\\|", "|") for cell in _CELL.split(line.strip().strip("|"))]


def _one_line(text: str) -> str:
    return " ".join(text.split())
