"""How paragraphs are numbered: each list's levels, and where the counting stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from convosphere.engines.documents.formats.trees import Element, attribute, child, local, number_in

_LEVELS: Final = 9
_BULLET: Final = "bullet"
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_ROMAN: Final = 4_000
_ALPHABET: Final = 26


@dataclass(frozen=True, slots=True)
class _Level:
    """`text`: `%1.%2`, each sign a level's number. `restart`: after which level it begins anew; 0: never."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    restart: int | None = None
    plain: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    # Level → the number of its last paragraph. Lists that are drawn up alike count on together.
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """All numbered lists of a document. Asked for marks in the order of its paragraphs, each once."""

    def __init__(self, root: Element | None, linked: dict[str, str]) -> None:
        """`linked`: style → its numbering, for lists that are drawn up in a style."""
        self._lists: dict[str, _List] = {}
        # Numbering → list, and levels it has of its own.
        self._numbers: dict[str, tuple[_List, dict[int, _Level]]] = {}
        # What begins anew when first used.
        self._anew: dict[tuple[str, int], int] = {}
        # Paragraph style → level, where the list says so.
        self.style_levels: dict[tuple[str, str], int] = {}
        if root is not None:
            self._read(root, linked)

    def mark(self, number: str, level: int) -> str | None:
        """What stands before the next paragraph: `3.2`, `a)`, `-`; None: nothing does."""
        known = self._numbers.get(number)
        if known is None or not 0 <= level < _LEVELS:
            return None
        counted, own = known
        shape = own.get(level) or counted.levels.get(level, _Level())
        begin = self._anew.pop((number, level), None)
        if begin is not None:
            counted.counts[level] = begin - 1
        counted.counts[level] = counted.counts.get(level, shape.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            after = (own.get(deeper) or counted.levels.get(deeper, _Level())).restart
            if after is None or 0 < level + 1 <= after:
                counted.counts.pop(deeper, None)
        if shape.form == _BULLET:
            return "-"
        if shape.form == "none" and "%" not in shape.text:
            return shape.text.strip() or None
        return self._written(counted, own, shape).strip() or None

    def _written(self, counted: _List, own: dict[int, _Level], shape: _Level) -> str:
        text = shape.text
        for each in range(_LEVELS):
            sign = f"%{each + 1}"
            if sign in text:
                level = own.get(each) or counted.levels.get(each, _Level())
                form = "decimal" if shape.plain else level.form
                text = text.replace(sign, written(counted.counts.get(each, level.start), form))
        return text

    def _read(self, root: Element, linked: dict[str, str]) -> None:
        links: dict[str, str] = {}
        # List → paragraph style → level.
        styles: dict[str, dict[str, int]] = {}
        for each in root:
            if local(each) == "abstractNum":
                name = attribute(each, "abstractNumId") or ""
                self._lists[name] = _List({place: level for place, level in map(_level, each) if place is not None})
                styles[name] = dict(_styles(each))
                style = attribute(child(each, "numStyleLink"), "val")
                if style is not None:
                    links[name] = style
        for each in root:
            if local(each) == "num":
                self._read_number(each, styles)
        for name, style in links.items():
            found = self._numbers.get(linked.get(style, ""))
            if found is not None:
                self._lists[name].levels.update(found[0].levels)

    def _read_number(self, each: Element, styles: dict[str, dict[str, int]]) -> None:
        name = attribute(each, "numId") or ""
        kind = attribute(child(each, "abstractNumId"), "val") or ""
        counted = self._lists.setdefault(kind, _List())
        own: dict[int, _Level] = {}
        for override in each:
            if local(override) != "lvlOverride":
                continue
            place = number_in(attribute(override, "ilvl"), 0)
            level = child(override, "lvl")
            if level is not None:
                own[place] = _level(level)[1]
            begin = attribute(child(override, "startOverride"), "val")
            if begin is not None:
                self._anew[name, place] = number_in(begin, 1)
                base = own.get(place) or counted.levels.get(place, _Level())
                own[place] = replace(base, start=number_in(begin, 1))
        self._numbers[name] = counted, own
        self.style_levels |= {(name, style): place for style, place in styles.get(kind, {}).items()}


def written(number: int, form: str) -> str:
    """A number as it is written: `iv`, `D`, `07`."""
    number = max(number, 0)
    if form.endswith("Roman") and 0 < number < _MOST_ROMAN:
        text, rest = "", number
        for value, sign in _ROMAN:
            text, rest = text + sign * (rest // value), rest % value
        return text.upper() if form.startswith("upper") else text
    if form.endswith("Letter") and number:
        # z is followed by aa, that by bb.
        text = chr(ord("a") + (number - 1) % _ALPHABET) * min(1 + (number - 1) // _ALPHABET, 10)
        return text.upper() if form.startswith("upper") else text
    return f"{number:02}" if form == "decimalZero" else str(number)


def _level(element: Element) -> tuple[int | None, _Level]:
    if local(element) != "lvl":
        return None, _Level()
    place = number_in(attribute(element, "ilvl"), 0)
    restart = attribute(child(element, "lvlRestart"), "val")
    plain = child(element, "isLgl")
    return place, _Level(
        number_in(attribute(child(element, "start"), "val"), 0 if child(element, "start") is None else 1),
        attribute(child(element, "numFmt"), "val") or "decimal",
        attribute(child(element, "lvlText"), "val") or "",
        None if restart is None else number_in(restart, 0),
        plain is not None and attribute(plain, "val") not in {"0", "false"},
    )


def _styles(element: Element) -> Iterator[tuple[str, int]]:
    for level in element:
        style = attribute(child(level, "pStyle"), "val")
        if style is not None:
            yield style, number_in(attribute(level, "ilvl"), 0)
