"""Formulas in Word: OMML, the equations that Word itself edits (ECMA-376, part 1, 22.1)."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from docx.oxml import OxmlElement, parse_xml

from convosphere.engines.publishing.mathematics import Maths, read_formula

_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_LARGE: Final = frozenset("∑∏∐⋃⋂⨁⨂⨀⋁⋀∫∬∭∮∯∰")
_RELATIONS: Final = frozenset("=≠<>≤≥≪≫≈≡∼≅∝→⇒⇔↦∈∉⊂⊆+−-±,;")
_OPENING: Final = {"(": ")", "[": "]", "{": "}", "|": "|", "‖": "‖", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉", "": ""}
_BARS: Final = frozenset("¯―‾_̲")
_BRACES: Final = {"⏞": "top", "⏟": "bot"}
_ACCENTS: Final = {"^": "\u0302", "~": "\u0303", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7", "ˇ": "\u030c", "´": "\u0301", "`": "\u0300", "˘": "\u0306", "˚": "\u030a"}  # fmt: skip  # noqa: E501 - a table

_Element = Any


def formula_omml(tex: str, *, wide: bool, alone: bool) -> _Element | None:
    """The formula as an element for a paragraph; None: it stays TeX. `alone`: nothing else is in the paragraph."""
    tree = read_formula(tex, wide=wide)
    if tree is None:
        return None
    made = _holding("oMath", _row([tree]))
    return _holding("oMathPara", [made]) if alone else made


def _made(name: str) -> _Element:
    return parse_xml(f'<m:{name} xmlns:m="{_NAMESPACE}"/>')


def _holding(name: str, parts: Sequence[_Element]) -> _Element:
    made = _made(name)
    made.extend(parts)
    return made


def _valued(name: str, value: str) -> _Element:
    made = _made(name)
    made.set(f"{{{_NAMESPACE}}}val", value)
    return made


def _row(parts: Sequence[Maths]) -> list[_Element]:
    """Parts that stand side by side. Signs of sums hold what is summed up; brackets around tables hold them."""
    parts = _flat(parts)
    made: list[_Element] = []
    place = 0
    while place < len(parts):
        part = parts[place]
        place += 1
        if _is_function(part):
            # What it is applied to is the one thing behind it, as far as anybody can tell.
            applied = parts[place : place + 1]
            name = _holding("fName", [_limits(part)] if part.parts else _text(part))
            made.append(_holding("func", [name, _holding("e", _row(applied))]))
            place += 1
        elif _is_large(part):
            end = _end_of_operand(parts, place)
            made.append(_summed(part, parts[place:end]))
            place = end
        elif place + 1 < len(parts) and _closes(part, parts[place], parts[place + 1]):
            made.append(_fenced(part.text, parts[place + 1].text, [parts[place]]))
            place += 2
        else:
            made += _one(part)
    return made


def _flat(parts: Sequence[Maths]) -> list[Maths]:
    """Without rows that only hold others; fenced ones stay."""
    flat: list[Maths] = []
    for part in parts:
        if part.tag in ("mrow", "mstyle", "mpadded") and not _is_fenced(part):
            flat += _flat(part.parts)
        else:
            flat.append(part)
    return flat


def _is_function(part: Maths) -> bool:
    """A word that is applied to something, perhaps with a limit below it."""
    head = part.parts[0] if part.tag in ("msub", "munder") else part
    return head.tag == "mo" and len(head.text) > 1 and head.text.isalpha()


def _is_large(part: Maths) -> bool:
    head = part.parts[0] if part.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover") else part
    return head.tag == "mo" and head.text in _LARGE


def _end_of_operand(parts: Sequence[Maths], start: int) -> int:
    """Behind what a sign of a sum or an integral reaches to: the next sign that compares or adds."""
    end = start
    while end < len(parts) and not (parts[end].tag == "mo" and parts[end].text in _RELATIONS):
        end += 1
    return end


def _summed(part: Maths, operand: Sequence[Maths]) -> _Element:
    head = part.parts[0] if part.parts else part
    below = part.parts[1] if part.tag in ("msub", "msubsup", "munder", "munderover") else None
    above = part.parts[-1] if part.tag in ("msup", "msubsup", "mover", "munderover") else None
    limits = "undOvr" if part.tag.startswith("mu") or part.tag == "mover" else "subSup"
    settings = _holding("naryPr", [_valued("chr", head.text), _valued("limLoc", limits)])
    settings.extend(_valued(name, "1") for name, there in (("subHide", below), ("supHide", above)) if there is None)
    return _holding("nary", [settings, _part("sub", below), _part("sup", above), _holding("e", _row(operand))])


def _part(name: str, part: Maths | None) -> _Element:
    return _holding(name, [] if part is None else _row([part]))


def _closes(opening: Maths, inside: Maths, closing: Maths) -> bool:
    return (
        inside.tag in ("mtable", "mfrac")
        and opening.tag == closing.tag == "mo"
        and (_OPENING.get(opening.text) == closing.text)
    )


def _is_fenced(part: Maths) -> bool:
    first = part.parts[0] if part.parts else part
    return first.tag == "mo" and first.attributes.get("form") == "prefix" and "fence" in first.attributes


def _fenced(opening: str, closing: str, inside: Sequence[Maths]) -> _Element:
    settings = _holding("dPr", [_valued("begChr", opening), _valued("endChr", closing)])
    return _holding("d", [settings, _holding("e", _row(inside))])


def _one(part: Maths) -> list[_Element]:
    if _is_fenced(part):
        last = part.parts[-1]
        closed = last.tag == "mo" and last.attributes.get("form") == "postfix"
        inside = part.parts[1:-1] if closed else part.parts[1:]
        return [_fenced(part.parts[0].text, last.text if closed else "", inside)]
    found = _FORMS.get(part.tag)
    if found is not None:
        return [found(part)]
    # Leaves are text; what only holds others is what it holds.
    return _row(part.parts) if part.parts else _text(part)


def _text(part: Maths) -> list[_Element]:
    if part.tag == "mspace":
        return [_run(" ", plain=True)] if part.attributes.get("width", "").strip("0.em") else []
    if not part.text:
        return []
    upright = part.tag == "mtext" or (part.tag in ("mi", "mo") and len(part.text) > 1)
    return [_run(part.text, plain=upright)]


def _run(text: str, *, plain: bool) -> _Element:
    made = _made("r")
    if plain:
        made.append(_holding("rPr", [_valued("sty", "p")]))
    # Word takes its font for mathematics only when it is named.
    style, font = OxmlElement("w:rPr"), OxmlElement("w:rFonts")
    for name in ("w:ascii", "w:hAnsi"):
        font.set(_word(name), "Cambria Math")
    style.append(font)
    made.append(style)
    written = _made("t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(written)
    return made


def _word(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name.partition(':')[2]}"


def _fraction(part: Maths) -> _Element:
    bare = part.attributes.get("linethickness", "").startswith("0")
    settings = [_holding("fPr", [_valued("type", "noBar")])] if bare else []
    return _holding("f", [*settings, _part("num", part.parts[0]), _part("den", part.parts[1])])


def _root(part: Maths) -> _Element:
    if part.tag == "msqrt":
        hidden = _holding("radPr", [_valued("degHide", "1")])
        return _holding("rad", [hidden, _made("deg"), _holding("e", _row(part.parts))])
    return _holding("rad", [_part("deg", part.parts[1]), _part("e", part.parts[0])])


def _scripts(part: Maths) -> _Element:
    name, places = {"msub": ("sSub", ["sub"]), "msup": ("sSup", ["sup"])}.get(part.tag, ("sSubSup", ["sub", "sup"]))
    scripts = [_part(place, each) for place, each in zip(places, part.parts[1:], strict=True)]
    return _holding(name, [_part("e", part.parts[0]), *scripts])


def _limits(part: Maths) -> _Element:
    base, *limits = part.parts
    if part.tag == "munderover":
        below = _holding("limLow", [_part("e", base), _part("lim", limits[0])])
        return _holding("limUpp", [_holding("e", [below]), _part("lim", limits[1])])
    sign = limits[0].text if limits[0].tag == "mo" else ""
    top = part.tag == "mover"
    if sign in _BRACES:
        settings = [_valued("chr", sign), _valued("pos", _BRACES[sign]), _valued("vertJc", "bot" if top else "top")]
        return _holding("groupChr", [_holding("groupChrPr", settings), _part("e", base)])
    if sign and sign in _BARS:
        return _holding("bar", [_holding("barPr", [_valued("pos", "top" if top else "bot")]), _part("e", base)])
    if top and sign in _ACCENTS:
        return _holding("acc", [_holding("accPr", [_valued("chr", _ACCENTS[sign])]), _part("e", base)])
    return _holding("limUpp" if top else "limLow", [_part("e", base), _part("lim", limits[0])])


def _table(part: Maths) -> _Element:
    columns = max((len(row.parts) for row in part.parts), default=1)
    sides = [each.attributes.get("columnalign", "center") for each in part.parts[0].parts] if part.parts else []
    sides += ["center"] * (columns - len(sides))
    settings = [
        _holding("mc", [_holding("mcPr", [_valued("count", "1"), _valued("mcJc", side)])])
        for side in (each if each in ("left", "right") else "center" for each in sides)
    ]
    rows = [
        _holding(
            "mr",
            [_holding("e", _row(cell.parts)) for cell in (*row.parts, *[Maths("mtd")] * (columns - len(row.parts)))],
        )
        for row in part.parts
    ]
    return _holding("m", [_holding("mPr", [_holding("mcs", settings)]), *rows])


def _box(part: Maths) -> _Element:
    notation = part.attributes.get("notation", "")
    hidden = [] if "box" in notation else [_valued(f"hide{side}", "1") for side in ("Top", "Bot", "Left", "Right")]
    strokes = [_valued("strikeBLTR", "1")] if "up" in notation else [_valued("strikeTLBR", "1")] if hidden else []
    return _holding("borderBox", [_holding("borderBoxPr", [*hidden, *strokes]), _holding("e", _row(part.parts))])


def _unseen(part: Maths) -> _Element:
    return _holding("phant", [_holding("phantPr", [_valued("show", "0")]), _holding("e", _row(part.parts))])


_FORMS: Final[dict[str, Callable[[Maths], _Element]]] = {
    "mfrac": _fraction, "msqrt": _root, "mroot": _root, "msub": _scripts, "msup": _scripts, "msubsup": _scripts,
    "munder": _limits, "mover": _limits, "munderover": _limits, "mtable": _table, "menclose": _box, "mphantom": _unseen,
}  # fmt: skip
