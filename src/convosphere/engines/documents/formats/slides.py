"""PowerPoint: each slide's title, lists, tables, diagrams and charts, then what is said and remarked at it."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind, Document, table_block
from convosphere.engines.documents.formats.asides import asides_of
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.items import Item, item, joined, titled
from convosphere.engines.documents.formats.openxml import Package, Relation, shapes_in, without_ornaments
from convosphere.engines.documents.formats.packages import look_over
from convosphere.engines.documents.formats.trees import (
    BROKEN,
    Element,
    attribute,
    child,
    children,
    local,
    newer_of,
    relation_of,
    within_of,
)
from convosphere.engines.documents.formats.word.numbering import written
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_TITLES: Final = frozenset({"title", "ctrTitle"})
# Places that are filled with points, as the masters have them.
_POINTS: Final = frozenset({"body", "obj"})
# Numbers, dates, small pictures of the slide.
_FURNITURE: Final = frozenset({"sldNum", "dt", "sldImg", "hdr"})
_FOOT: Final = "ftr"
_OF_THE_SLIDE: Final = ("slidenum", "datetime")
_FORMS: Final = (
    ("alphaLc", "lowerLetter"),
    ("alphaUc", "upperLetter"),
    ("romanLc", "lowerRoman"),
    ("romanUc", "upperRoman"),
)
_MOST_POINTS: Final = 2_000


def read_text(path: Path, limits: Limits) -> Document:
    """Slides are pages.

    Raises:
        UnreadableError: broken, protected, or it holds more than the limits allow.
    """
    warnings, asides = look_over(path, limits), asides_of(path)
    try:
        with zipfile.ZipFile(path) as archive:
            reader = _Reader(Package(archive))
            kept, cut = within(asides.among(reader.blocks()), limits)
            about = reader.package.about()
    except UnreadableError:
        raise
    except BROKEN as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error
    return Document.of(
        kept,
        pages=len(reader.slides) or None,
        truncated=cut,
        title=about.pop("title", None),
        metadata=about,
        warnings=(
            *warnings,
            *([Fault.HIDDEN_PARTS] if asides.hidden else ()),
            *([Fault.TRUNCATED] if cut else ()),
        ),
    )


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        main = package.main()
        parts = {each.id: each.target for each in package.relations(main)}
        named = (relation_of(each) for each in children(child(package.parse(main), "sldIdLst")))
        self.slides = [parts[each] for each in named if each in parts]
        self._feet: set[str] = set()

    def blocks(self) -> Iterator[Block]:
        """All slides in the order in which they are shown."""
        for number, part in enumerate(self.slides, start=1):
            for block in self._slide(part):
                yield replace(block, page=number)

    def _slide(self, part: str) -> Iterator[Block]:
        relations = {each.id: each for each in self.package.relations(part)}
        yield from titled(self._on(child(self.package.parse(part), "cSld", "spTree"), relations))
        for relation in relations.values():
            if relation.kind == "notesSlide":
                yield from self._notes(relation.target)

    def _notes(self, part: str) -> Iterator[Block]:
        for shape in children(child(self.package.parse(part), "cSld", "spTree")):
            if _place(shape) not in {*_FURNITURE, _FOOT}:
                text = "\n".join(filter(None, map(_words, _paragraphs(shape)))).strip()
                if text:
                    yield Block(BlockKind.NOTE, text)

    def _on(self, shapes: Iterable[Element] | None, relations: dict[str, Relation]) -> Iterator[Block]:
        for shape in shapes if shapes is not None else ():
            name = local(shape)
            if name == "grpSp":
                yield from self._on(shape, relations)
            elif name == "AlternateContent":
                yield from self._on(newer_of(shape), relations)
            elif name == "sp":
                yield from self._shape(shape)
            elif name == "graphicFrame":
                yield from self._graphic(shape, relations)
            elif name == "pic":
                described = " ".join((attribute(child(shape, "nvPicPr", "cNvPr"), "descr") or "").split())
                if described:
                    yield Block(BlockKind.CAPTION, described)

    def _shape(self, shape: Element) -> Iterator[Block]:
        place = _place(shape)
        if place in _FURNITURE:
            return
        paragraphs = [each for each in _paragraphs(shape) if _words(each).strip()]
        if place in _TITLES:
            text = " ".join(" ".join(map(_words, paragraphs)).split())
            if text:
                yield Block(BlockKind.HEADING, text, level=1)
            return
        if place == _FOOT:
            text = "\n".join(map(_words, paragraphs)).strip()
            if text and text not in self._feet:
                self._feet.add(text)
                yield Block(BlockKind.PARAGRAPH, text)
            return
        yield from joined(_points(paragraphs, listed=place in _POINTS and len(paragraphs) > 1))

    def _graphic(self, frame: Element, relations: dict[str, Relation]) -> Iterator[Block]:
        data = child(frame, "graphic", "graphicData")
        for each in children(data):
            relation = relations.get(relation_of(each) or attribute(each, "dm") or "")
            if local(each) == "tbl":
                rows = [[_cell(cell) for cell in row if local(cell) == "tc"] for row in each if local(row) == "tr"]
                yield table_block(row for row in rows if any(row))
            elif local(each) == "relIds" and relation is not None:
                points = list(shapes_in(self.package.parse(relation.target)))[:_MOST_POINTS]
                yield from joined(item(0, "-", text) for text in points)
            elif local(each) == "chart" and relation is not None:
                yield from _chart(self.package.parse(relation.target))


def _place(shape: Element) -> str | None:
    """What the layout has this shape for; None: nothing, it was put there."""
    for each in shape:
        found = child(each, "nvPr", "ph")
        if found is not None:
            return attribute(found, "type") or "obj"
    return None


def _paragraphs(shape: Element) -> list[Element]:
    return [each for each in children(child(shape, "txBody")) if local(each) == "p"]


def _words(paragraph: Element) -> str:
    parts = []
    for each in paragraph:
        name = local(each)
        if name == "br":
            parts.append("\n")
        elif name == "fld" and (attribute(each, "type") or "").startswith(_OF_THE_SLIDE):
            continue
        else:
            parts += [text.text or "" for text in each.iter() if local(text) == "t"]
    return without_ornaments("".join(parts))


def _cell(cell: Element) -> str:
    return "\n".join(filter(None, map(_words, _paragraphs(cell))))


def _points(paragraphs: Iterable[Element], *, listed: bool) -> Iterator[Block | Item]:
    """`listed`: paragraphs are points unless they say otherwise."""
    counts: dict[int, int] = {}
    for paragraph in paragraphs:
        properties, text = child(paragraph, "pPr"), _words(paragraph).strip()
        depth = attribute(properties, "lvl") or "0"
        level = int(depth) if depth.isdigit() else 0
        numbered = child(properties, "buAutoNum")
        counts = {
            each: count for each, count in counts.items() if each < level or (each == level and numbered is not None)
        }
        if numbered is not None:
            begin = attribute(numbered, "startAt") or "1"
            counts[level] = counts.get(level, int(begin) - 1 if begin.isdigit() else 0) + 1
            yield item(level, _mark(counts[level], attribute(numbered, "type") or ""), text)
        elif child(properties, "buNone") is None and (listed or level or child(properties, "buChar") is not None):
            yield item(level, "-", text)
        else:
            yield Block(BlockKind.PARAGRAPH, text)


def _mark(number: int, kind: str) -> str:
    form = next((form for begins, form in _FORMS if kind.startswith(begins)), "decimal")
    text = written(number, form)
    if kind.endswith("ParenBoth"):
        return f"({text})"
    return f"{text})" if kind.endswith("ParenR") else f"{text}."


def _chart(root: Element | None) -> Iterator[Block]:
    """Its title and its figures, a row for each category."""
    chart = child(root, "chart")
    title = " ".join(
        "".join(each.text or "" for each in within_of(child(chart, "title")) if local(each) == "t").split()
    )
    if title:
        yield Block(BlockKind.CAPTION, title)
    columns: list[tuple[str, dict[str, str]]] = []
    names: dict[str, str] = {}
    for series in (each for each in within_of(child(chart, "plotArea")) if local(each) == "ser"):
        columns.append((" ".join(_values(child(series, "tx")).values()), _values(child(series, "val"))))
        names |= _values(child(series, "cat"))
    places = sorted({place for _, values in columns for place in values}, key=lambda place: (len(place), place))
    rows = [[names.get(place, ""), *(values.get(place, "") for _, values in columns)] for place in places]
    if rows:
        yield table_block([["", *(name for name, _ in columns)], *rows])


def _values(element: Element | None) -> dict[str, str]:
    """Place → value, as the program kept them beside the formula."""
    points = (each for each in within_of(element) if local(each) == "pt")
    return {attribute(each, "idx") or "": "".join(each.itertext()).strip() for each in points}
