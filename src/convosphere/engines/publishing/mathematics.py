"""Formulas as trees: TeX read by latex2mathml, and of what it made only what is known here.

The tree has MathML's elements: every form of paper has something for each of them. Formulas are strangers' texts:
their length and nesting are bounded before anything reads them, and one that is not understood whole stays TeX.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

from latex2mathml.converter import Converter

_LONGEST: Final = 4_000
_DEEPEST: Final = 40
_MOST_ELEMENTS: Final = 4_000
_NESTING: Final = re.compile(r"\\[{}\\]|[{}]|\\(?:left|begin|right|end)\b")
_DEEPER: Final = {"{", r"\left", r"\begin"}
_SHALLOWER: Final = {"}", r"\right", r"\end"}
# What defines something can grow without end.
_DEFINING: Final = re.compile(r"\\(?:(?:re)?new(?:command|environment)|providecommand|[egx]?def|let)(?![A-Za-z])")
# The library knows one of these by name; they differ in how they stand on the page.
_ALIGNED: Final = re.compile(
    r"\\(begin|end)\{(?:aligned|align|split|gathered|gather|multline|eqnarray)\*?\}"
)  # fmt: skip
_PLAIN: Final = re.compile(
    r"\\begin\{(?:equation|displaymath|math)\*?\}|\\end\{(?:equation|displaymath|math)\*?\}|\\(?:nonumber|notag)\b"
)
_LEAVES: Final = frozenset({"mi", "mn", "mo", "mtext"})
_ROWS: Final = frozenset(
    {"mrow", "mstyle", "mpadded", "msqrt", "mphantom", "menclose", "mtd", "mtr", "mtable", "mspace"}
)
# How many parts these have, no fewer and no more.
_PARTS: Final = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
_KEPT: Final = frozenset({"stretchy", "fence", "form", "accent", "linethickness", "columnalign", "notation", "width"})
_VALUE: Final = re.compile(r"[A-Za-z0-9.+\- ]{1,40}")
_ALPHABETS: Final = {
    "bold": "BOLD", "italic": "ITALIC", "bold-italic": "BOLD ITALIC", "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT", "bold-script": "BOLD SCRIPT", "fraktur": "FRAKTUR", "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF", "bold-sans-serif": "SANS-SERIF BOLD", "monospace": "MONOSPACE",
}  # fmt: skip


class _StrangeError(ValueError):
    """There is something in it that is not known here."""


@dataclass(frozen=True, slots=True)
class Maths:
    """An element of a formula: a leaf with a text, or something made of parts."""

    tag: str
    text: str = ""
    parts: tuple["Maths", ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator["Maths"]:
        """This and everything in it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def read_formula(tex: str, *, wide: bool) -> Maths | None:
    """The tree of a formula; None: it is too long, too deep, or says something that is not understood."""
    if len(tex) > _LONGEST or _DEFINING.search(tex) or _depth(tex) > _DEEPEST:
        return None
    known = _PLAIN.sub("", _ALIGNED.sub(r"\\\1{align*}", tex))
    try:
        made = Converter(display="block" if wide else "inline").convert_to_element(known)[0]
    except Exception:  # noqa: BLE001 - half a formula makes the library raise whatever it stumbles upon
        return None
    try:
        tree = _taken(made, _Counter())
    except _StrangeError:
        return None
    return tree if tree.parts or tree.text else None


def _depth(tex: str) -> int:
    depth = most = 0
    for found in _NESTING.findall(tex):
        depth += (found in _DEEPER) - (found in _SHALLOWER)
        most = max(most, depth)
    return most


class _Counter:
    """How many elements there are so far."""

    def __init__(self) -> None:
        self._left = _MOST_ELEMENTS

    def take(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _StrangeError


def _taken(element: Any, counter: _Counter) -> Maths:  # noqa: ANN401 - the standard library's elements
    counter.take()
    tag = element.tag
    attributes = {name: value for name, value in element.attrib.items() if name in _KEPT and _VALUE.fullmatch(value)}
    if tag in _LEAVES:
        text = unescape(element.text or "")
        # A command that the library does not know comes out as it went in; so does a sign of a table outside of one.
        if (text.startswith("\\") and len(text) > 1) or (tag == "mi" and text == "&"):
            raise _StrangeError
        return Maths(tag, _lettered(text, element.get("mathvariant")), attributes=attributes)
    parts = tuple(_taken(each, counter) for each in element)
    if tag not in _ROWS and _PARTS.get(tag) != len(parts):
        raise _StrangeError
    return Maths(tag, parts=parts, attributes=attributes)


def _lettered(text: str, alphabet: str | None) -> str:
    """Letters of an alphabet for mathematics: browsers and Word know the letters, not the attribute."""
    named = _ALPHABETS.get(alphabet or "")
    if named is None or len(text) != 1 or not text.isalnum() or not text.isascii():
        return text
    try:
        kind = "DIGIT" if text.isdigit() else "CAPITAL" if text.isupper() else "SMALL"
        name = unicodedata.name(text).rpartition(" ")[2]
        return unicodedata.lookup(f"MATHEMATICAL {named} {kind} {name}")
    except KeyError:
        # The letters that were there before: ℝ, ℋ and their like. NFKC knows them from their other side.
        return _EARLIER.get((named, text), text)


_EARLIER: Final = (
    {("DOUBLE-STRUCK", plain): sign for plain, sign in zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)}
    | {("SCRIPT", plain): sign for plain, sign in zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)}
    | {("FRAKTUR", plain): sign for plain, sign in zip("CHIRZ", "ℭℌℑℜℨ", strict=True)}
    | {("ITALIC", "h"): "ℎ"}
)
