"""Formulas in a line of text, for a form that draws none: with raised and lowered pieces, fractions with a stroke."""

import re
from collections.abc import Callable
from typing import Final

from convosphere.engines.publishing.mathematics import Maths, read_formula

# A piece of text, and where it stands: "" on the line, `super` above it, `sub` below it.
Piece = tuple[str, str]

_SPACED: Final = frozenset("=≠<>≤≥≪≫≈≡∼≅∝→⇒⇔↦∈∉⊂⊆+−±∓×÷∧∨∪∩∣")
_SIGNS: Final = frozenset("+−±∓")
_ACCENTS: Final = {"^": "\u0302", "~": "\u0303", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7", "¯": "\u0304"}
_BARS: Final = frozenset("―‾")
# What is drawn over or under several letters; a line of text has nothing for it.
_BRACES: Final = frozenset("⏞⏟")
_ROOTS: Final = {"3": "∛", "4": "∜"}


def formula_pieces(tex: str, *, wide: bool) -> list[Piece] | None:
    """The formula as pieces of text; None: it stays TeX."""
    tree = read_formula(tex, wide=wide)
    if tree is None:
        return None
    pieces: list[Piece] = []
    for text, shift in _pieces(tree):
        if pieces and pieces[-1][1] == shift:
            pieces[-1] = (pieces[-1][0] + text, shift)
        elif text:
            pieces.append((text, shift))
    return [(re.sub(" +", " ", text), shift) for text, shift in pieces]


def formula_text(tex: str, *, wide: bool) -> str | None:
    """The formula as plain text."""
    pieces = formula_pieces(tex, wide=wide)
    return None if pieces is None else "".join(_scripted(text, shift) for text, shift in pieces)


def _scripted(text: str, shift: str) -> str:
    if not shift:
        return text
    sign = "^" if shift == "super" else "_"
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


def _plain(part: Maths) -> str:
    return "".join(_scripted(text, shift) for text, shift in _pieces(part))


def _pieces(part: Maths) -> list[Piece]:
    if part.tag in ("mi", "mn", "mo", "mtext"):
        return [(_leaf(part), "")]
    found = _FORMS.get(part.tag)
    return _row(part) if found is None else found(part)


def _leaf(part: Maths) -> str:
    if part.text in _SPACED and part.text:
        return f" {part.text} "
    # Functions written as words stand apart from what follows.
    return f"{part.text} " if part.tag != "mtext" and len(part.text) > 1 and part.text.isalpha() else part.text


def _row(part: Maths) -> list[Piece]:
    made: list[Piece] = []
    before: Maths | None = None
    for each in part.parts:
        # A sign that has nothing before it belongs to what follows.
        leads = each.text in _SIGNS and (before is None or (before.tag == "mo" and before.text not in _CLOSING))
        made += [(each.text, "")] if each.text and leads else _pieces(each)
        before = each
    return made


_CLOSING: Final = frozenset(")]}|!")


def _space(part: Maths) -> list[Piece]:
    return [(" ", "")] if part.attributes else []


def _root(part: Maths) -> list[Piece]:
    if part.tag == "msqrt":
        return [("√", ""), *_grouped(Maths("mrow", parts=part.parts))]
    degree = _plain(part.parts[1])
    sign = _ROOTS.get(degree)
    head: list[Piece] = [(sign, "")] if sign else [(degree, "super"), ("√", "")]
    return [*head, *_grouped(part.parts[0])]


def _table(part: Maths) -> list[Piece]:
    made: list[Piece] = []
    for row in part.parts:
        made += [("; ", "")] if made else []
        for number, cell in enumerate(row.parts):
            made += [("  ", "")] if number else []
            made += _pieces(cell)
    return made


def _scripts(part: Maths) -> list[Piece]:
    base, *scripts = part.parts
    shifts = {"msub": ["sub"], "munder": ["sub"], "msup": ["super"], "mover": ["super"]}.get(part.tag, ["sub", "super"])
    large = base.tag == "mo" and len(base.text) == 1
    raised: list[Piece] = [
        (_plain(each).replace(" ", ""), shift)
        for each, shift in zip(scripts, shifts, strict=True)
        if each.text not in _BRACES or not each.text
    ]
    below = _pieces(base)
    if below:
        below[-1] = (below[-1][0].rstrip(), below[-1][1])
    return [*below, *raised, *([(" ", "")] if large or (base.text.isalpha() and len(base.text) > 1) else [])]


def _over(part: Maths) -> list[Piece]:
    base, above = part.parts
    if above.text in _BARS and above.text:
        return [("".join(f"{letter}\u0305" for letter in _plain(base)), "")]
    sign = _ACCENTS.get(above.text)
    return _scripts(part) if sign is None else [(f"{_plain(base)}{sign}", "")]


def _fraction(part: Maths) -> list[Piece]:
    above, below = part.parts
    if part.attributes.get("linethickness", "").startswith("0"):
        # One above the other, as in a table.
        return [*_pieces(above), ("; ", ""), *_pieces(below)]
    return [*_grouped(above), ("/", ""), *_grouped(below)]


def _grouped(part: Maths) -> list[Piece]:
    """In brackets, unless it is a single thing."""
    leaves = [each for each in part.walk() if each.text]
    if len(leaves) <= 1 or (part.tag == "mrow" and len(part.parts) == 1 and part.parts[0].tag in _SINGLE):
        return _pieces(part)
    return [("(", ""), *_pieces(part), (")", "")]


_SINGLE: Final = frozenset({"msup", "msub", "msubsup", "msqrt", "mroot"})
_FORMS: Final[dict[str, Callable[[Maths], list[Piece]]]] = {
    "mspace": _space, "mfrac": _fraction, "msqrt": _root, "mroot": _root, "mtable": _table, "mover": _over,
    "msub": _scripts, "msup": _scripts, "msubsup": _scripts, "munder": _scripts, "munderover": _scripts,
    "mphantom": lambda _: [],
}  # fmt: skip
