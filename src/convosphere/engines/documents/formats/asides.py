"""What tables and slides of office files have beside their text: which are hidden, and what is remarked on them."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Block, BlockKind
from convosphere.engines.documents.formats.openxml import Package
from convosphere.engines.documents.formats.trees import (
    BROKEN,
    Element,
    attribute,
    child,
    children,
    local,
    relation_of,
    stream_all,
)
from convosphere.engines.documents.types import UnreadableError

_CONTENT: Final = "content.xml"
_MOST: Final = 2_000
_SHOWN: Final = frozenset({None, "visible"})


@dataclass(slots=True)
class Asides:
    """`hidden`: whether there are sheets or slides that are; `comments`: by the place of the sheet or slide, from 1."""

    hidden: bool = False
    comments: dict[int, list[str]] = field(default_factory=dict)

    def among(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks with what is remarked on a sheet or a slide behind it, also on one without words of its own."""
        page: int | None = None
        for block in blocks:
            if block.page is not None and block.page != page:
                page = block.page
                yield from self._before(page)
            yield block
        yield from self._before(None)

    def _before(self, page: int | None) -> Iterator[Block]:
        """What is remarked on sheets or slides before one; None: on all that are left."""
        for number in sorted(self.comments):
            if page is None or number < page:
                yield from (Block(BlockKind.NOTE, text, page=number) for text in self.comments.pop(number))


def asides_of(path: Path) -> Asides:
    """Looks for them in a file that was looked over; in a broken one there are none."""
    try:
        with zipfile.ZipFile(path) as archive:
            if _CONTENT in archive.namelist():
                return _of_open_document(archive)
            package = Package(archive)
            main = package.main()
            return _of_slides(package, main) if main.startswith("ppt/") else _of_sheets(package, main)
    except (*BROKEN, UnreadableError):
        return Asides()


def _of_sheets(package: Package, main: str) -> Asides:
    found = Asides()
    parts = {each.id: each.target for each in package.relations(main)}
    for number, sheet in enumerate(children(child(package.parse(main), "sheets")), start=1):
        found.hidden |= attribute(sheet, "state") not in _SHOWN
        for relation in package.relations(parts.get(relation_of(sheet), "")):
            if relation.kind == "comments":
                found.comments.setdefault(number, []).extend(_in_cells(package, relation.target))
    return found


def _in_cells(package: Package, part: str) -> Iterator[str]:
    root = package.parse(part)
    authors = [(each.text or "").strip() for each in children(child(root, "authors"))]
    for comment in list(children(child(root, "commentList")))[:_MOST]:
        text = " ".join("".join(each.text or "" for each in comment.iter() if local(each) == "t").split())
        number = attribute(comment, "authorId") or ""
        author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
        # Excel begins a comment with its author's name, which is a part of the text.
        text = text.removeprefix(f"{author}:").strip()
        if text:
            yield f"{', '.join(filter(None, (attribute(comment, 'ref'), author)))}: {text}"


def _of_slides(package: Package, main: str) -> Asides:
    found = Asides()
    relations = {each.id: each for each in package.relations(main)}
    authors = _authors(package, main)
    slides = children(child(package.parse(main), "sldIdLst"))
    for number, slide in enumerate(slides, start=1):
        relation = relations.get(relation_of(slide))
        root = None if relation is None else package.parse(relation.target)
        if relation is None or root is None:
            continue
        found.hidden |= attribute(root, "show") in {"0", "false"}
        for each in package.relations(relation.target):
            if each.kind == "comments":
                found.comments.setdefault(number, []).extend(_on_slide(package, each.target, authors))
    return found


def _authors(package: Package, main: str) -> Mapping[str, str]:
    part = next((each.target for each in package.relations(main) if each.kind in {"commentAuthors", "authors"}), "")
    return {each.get("id", ""): each.get("name", "") for each in children(package.parse(part))}


def _on_slide(package: Package, part: str, authors: Mapping[str, str]) -> Iterator[str]:
    for comment in list(children(package.parse(part)))[:_MOST]:
        text = " ".join("".join(each.text or "" for each in comment.iter() if local(each) in {"text", "t"}).split())
        author = authors.get(attribute(comment, "authorId") or "", "")
        if text:
            yield f"{author}: {text}" if author else text


def _of_open_document(archive: zipfile.ZipFile) -> Asides:
    """Tables and pages one after the other; rows are forgotten when they end."""
    found = Asides()
    hidden: set[str] = set()
    number = depth = 0
    for event, element in stream_all(archive, _CONTENT):
        name = local(element)
        if event == "start":
            if name in {"table", "page"}:
                # Tables may stand on slides, and in cells.
                depth += 1
                if depth == 1:
                    number += 1
                    found.hidden |= attribute(element, "style-name") in hidden
            continue
        if name == "style" and _is_hidden(element):
            hidden.add(attribute(element, "name") or "")
        elif name == "annotation" and number and len(found.comments.setdefault(number, [])) < _MOST:
            author = next((each.text or "" for each in element if local(each) == "creator"), "")
            text = " ".join(
                " ".join("".join(each.itertext()) for each in element if local(each) in {"p", "list"}).split()
            )
            if text:
                found.comments[number].append(f"{author}: {text}" if author else text)
        elif name in {"table-row", "table", "page"}:
            element.clear()
            depth -= name in {"table", "page"}
    return found


def _is_hidden(style: Element) -> bool:
    return (
        attribute(child(style, "table-properties"), "display") == "false"
        or attribute(child(style, "drawing-page-properties"), "visibility") == "hidden"
    )
