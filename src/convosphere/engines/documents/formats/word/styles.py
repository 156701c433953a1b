"""What a paragraph is by its style: a heading, an item of a list, a caption, code, an entry in a list of contents."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from convosphere.engines.documents.formats.trees import Element, attribute, child, local

_MOST_HEADING: Final = 6
_DEEPEST: Final = 30
# Names of styles that come with Word are English in every language.
_HEADING: Final = re.compile(r"heading ([1-9])")
_HEADING_ID: Final = re.compile(r"Heading([1-9])")
CONTENTS: Final = re.compile(r"toc [1-9]|contents [1-9]|table of figures|index [1-9]")
CODE: Final = frozenset({"html preformatted", "preformatted text", "source code", "code", "quelltext"})
# No outline level: what is below the headings.
_BODY: Final = 9


class Role(Enum):
    """What a paragraph is there for."""

    TEXT = "text"
    CAPTION = "caption"
    CODE = "code"
    # Derived from the headings, which stand in the text.
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Look:
    """`heading`: its level, 1 to 6; `number`, `level`: in which list and how deep; `hidden`: not to be seen."""

    heading: int | None = None
    number: str | None = None
    level: int | None = None
    role: Role = Role.TEXT
    hidden: bool = False


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._looks: dict[str, Look] = {}
        self.default: str | None = None
        for each in root if root is not None else ():
            if local(each) == "style" and attribute(each, "type") in {"paragraph", "numbering"}:
                name = attribute(each, "styleId") or ""
                self._styles[name] = each
                if attribute(each, "type") == "paragraph" and attribute(each, "default") in {"1", "true"}:
                    self.default = name

    def lists(self) -> dict[str, str]:
        """Style of a list → its numbering."""
        found = {}
        for name, element in self._styles.items():
            number = attribute(child(element, "pPr", "numPr", "numId"), "val")
            if number is not None:
                found[name] = number
        return found

    def look(self, name: str | None, depth: int = 0) -> Look:
        """What a style says, with what the styles say on which it is based."""
        name = name or self.default or ""
        known = self._looks.get(name)
        element = self._styles.get(name)
        if known is not None or depth > _DEEPEST:
            return known or Look()
        if element is None:
            # Programs that write no styles use the names of Word's own.
            heading = _HEADING_ID.fullmatch(name)
            return Look() if heading is None else Look(heading=min(int(heading.group(1)), _MOST_HEADING))
        base = attribute(child(element, "basedOn"), "val")
        look = Look() if base is None else self.look(base, depth + 1)
        look = changed(look, child(element, "pPr"), child(element, "rPr"))
        called = (attribute(child(element, "name"), "val") or "").strip().lower()
        heading = _HEADING.fullmatch(called)
        if heading is not None:
            look = replace(look, heading=min(int(heading.group(1)), _MOST_HEADING))
        elif called == "title":
            look = replace(look, heading=1)
        elif CONTENTS.fullmatch(called):
            look = replace(look, role=Role.CONTENTS, heading=None)
        elif called == "caption":
            look = replace(look, role=Role.CAPTION)
        elif called in CODE:
            look = replace(look, role=Role.CODE)
        self._looks[name] = look
        return look


def changed(look: Look, paragraph: Element | None, letters: Element | None = None) -> Look:
    """A look with what a paragraph, or a style, says on its own."""
    outline = attribute(child(paragraph, "outlineLvl"), "val")
    if outline is not None and outline.isdigit():
        level = int(outline)
        look = replace(look, heading=min(level + 1, _MOST_HEADING) if level < _BODY else None)
    numbering = child(paragraph, "numPr")
    if numbering is not None:
        number = attribute(child(numbering, "numId"), "val") or look.number
        depth = attribute(child(numbering, "ilvl"), "val")
        own = int(depth) if depth is not None and depth.isdigit() else look.level
        look = replace(look, number=None if number == "0" else number, level=own)
    hidden = child(letters, "vanish")
    if hidden is not None:
        look = replace(look, hidden=attribute(hidden, "val") not in {"0", "false"})
    return look
