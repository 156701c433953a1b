"""The parts of an Office file: which there are, and how they hang together."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from convosphere.engines.documents.formats.trees import Element, local, parse, stream, within_of
from convosphere.engines.documents.types import Fault, UnreadableError

_ORNAMENT: Final = re.compile("[\uf000-\uf0ff]")
_USUAL: Final = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_MOST_METADATA: Final = 500
_ABOUT: Final = {
    "title": "title",
    "creator": "author",
    "created": "created",
    "modified": "modified",
    "subject": "subject",
    "keywords": "keywords",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """One part's relation to another: `kind` is the last word of its type, `target` the name in the archive."""

    id: str
    kind: str
    target: str


class Package:
    """An Office file that was looked over before: no part declares a document type."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._names = set(archive.namelist())

    def relations(self, part: str = "") -> list[Relation]:
        """What a part refers to inside of the file; of the package itself without one."""
        folder, name = posixpath.split(part)
        root = self.parse(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for each in root if root is not None else ():
            if each.get("TargetMode") == "External":
                continue
            target = each.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = each.get("Type", "").rpartition("/")[2]
            found.append(Relation(each.get("Id", ""), kind, posixpath.normpath(path)))
        return found

    def main(self) -> str:
        """The name of the part everything hangs on.

        Raises:
            UnreadableError: there is none.
        """
        named = (relation.target for relation in self.relations() if relation.kind == "officeDocument")
        # Some programs forget to say which it is.
        for part in (*named, *_USUAL):
            if part in self._names:
                return part
        raise UnreadableError(Fault.DAMAGED, "has no main part")

    def parse(self, name: str) -> Element | None:
        """A part as a tree; None: there is no such part."""
        if name not in self._names:
            return None
        return parse(self.archive, name)

    def stream(self, name: str, container: str) -> Iterator[Element]:
        """The children of an element of a part, as `trees.stream` has them."""
        return stream(self.archive, name, container)

    def about(self) -> dict[str, str]:
        """Title, author, dates, as the program wrote them."""
        core = next((each.target for each in self.relations() if each.kind == "core-properties"), "docProps/core.xml")
        root = self.parse(core)
        found = {}
        for each in root if root is not None else ():
            name, text = _ABOUT.get(local(each)), " ".join((each.text or "").split())[:_MOST_METADATA]
            if name is not None and text:
                found[name] = text
        return found


def shapes_in(diagram: Element | None) -> Iterator[str]:
    """The words of each shape of a diagram, from the part with its data."""
    for each in within_of(diagram):
        if local(each) == "pt":
            words = " ".join("".join(t.text or "" for t in each.iter() if local(t) == "t").split())
            if words:
                yield words


def without_ornaments(text: str) -> str:
    """Without pictures in fonts of signs."""
    return _ORNAMENT.sub("", text)
