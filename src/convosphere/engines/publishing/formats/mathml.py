"""Formulas in a page: MathML, which browsers draw by themselves, with the TeX it was written in beside it."""

from html import escape
from typing import Final

from convosphere.engines.publishing.mathematics import Maths, read_formula

# Beyond MathML's core, or without effect in it: what is inside counts.
_LET_THROUGH: Final = frozenset({"mpadded"})


def formula_html(tex: str, *, wide: bool) -> str | None:
    """The formula as an element; None: it stays TeX."""
    tree = read_formula(tex, wide=wide)
    if tree is None:
        return None
    display = "block" if wide else "inline"
    return (
        f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="{display}"><semantics>{_element(tree)}'
        f'<annotation encoding="application/x-tex">{escape(tex)}</annotation></semantics></math>'
    )


def _element(maths: Maths) -> str:
    tag = "mrow" if maths.tag in _LET_THROUGH else maths.tag
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in maths.attributes.items())
    if maths.tag == "menclose":
        tag, attributes = "mrow", _enclosed(maths)
    return f"<{tag}{attributes}>{escape(maths.text)}{''.join(map(_element, maths.parts))}</{tag}>"


def _enclosed(maths: Maths) -> str:
    """A box or a stroke, as styles: the element for it is in no core."""
    notation = maths.attributes.get("notation", "")
    return ' class="boxed"' if "box" in notation else ' class="struck"' if "strike" in notation else ""
