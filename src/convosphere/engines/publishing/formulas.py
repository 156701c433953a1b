r"""What CommonMark does not know and chats are full of: formulas, and boxes to tick.

A formula stays as it was written, in TeX: as text its backslashes would be taken for Markdown's, and `\,` would lose
its own. The signs around it are those that the web client takes: `$…$` as Pandoc has it, `$$…$$`, `\(…\)`, `\[…\]`.
"""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

FORMULA: Final = "formula"
# Bounded: thousands of openings without an end must not cost their square.
_DOLLARS: Final = re.compile(
    r"\$\$(?!\$)(?P<wide>.{1,4000}?)\$\$|\$(?![\s$])(?P<plain>(?:\\[^\n]|[^$\n\\`]){1,1000}?)(?<![\s\\])\$(?![\d$])",
    re.DOTALL,
)
_BRACKETS: Final = re.compile(r"\\\[(?P<wide>.{1,4000}?)\\\]|\\\((?P<plain>[^\n]{1,1000}?)\\\)", re.DOTALL)
_BOX: Final = re.compile(r"\[([ xX])\](?=\s)")


def add_formulas(markdown: MarkdownIt) -> MarkdownIt:
    """The parser, which then knows them."""
    markdown.inline.ruler.before("escape", FORMULA, _formula)
    markdown.core.ruler.after("inline", "boxes", _boxes)
    return markdown


def _formula(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's form
    sign = state.src[state.pos]
    if sign not in "$\\" or (sign == "$" and state.pos > 0 and state.src[state.pos - 1] == "$"):
        return False
    found = (_DOLLARS if sign == "$" else _BRACKETS).match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push(FORMULA, "", 0)
        token.content = (found["wide"] or found["plain"]).strip()
        token.markup = "$$" if found["wide"] else "$"
    state.pos = found.end()
    return True


def _boxes(state: StateCore) -> None:
    """`[x]` at the beginning of a list's entry."""
    for above, _, token in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if above.type != "list_item_open" or token.type != "inline" or not token.children:
            continue
        first = token.children[0]
        found = _BOX.match(first.content) if first.type == "text" else None
        if found is not None:
            first.content = f"{'☐' if found[1] == ' ' else '☑'}{first.content[found.end() :]}"
