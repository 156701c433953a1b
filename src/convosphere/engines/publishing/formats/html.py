"""One HTML file that needs nothing else: styles inside, no script, nothing fetched.

All of it is escaped; the policy in its head would hold even if something were not.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from convosphere.engines.publishing.formats.mathml import formula_html
from convosphere.engines.publishing.formulas import FORMULA
from convosphere.engines.publishing.markup import parser
from convosphere.engines.publishing.types import Enclosure, Paper, Part

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; --text: #1c2426; --dim: #5d6b6e; --line: #d9e0e1; --soft: #eff4f4; --link: #0b6e6e;
  --page: #fff }
@media (prefers-color-scheme: dark) { :root { --text: #e3e9ea; --dim: #9aa8ab; --line: #333e41; --soft: #1f292b;
  --link: #5cc8c4; --page: #151c1e } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 760px; padding: 32px 20px 64px; background: var(--page); color: var(--text);
  font: 15px/24px Inter, system-ui, sans-serif; overflow-wrap: break-word }
h1 { font-size: 24px; line-height: 32px; margin: 0 0 8px }
h2 { font-size: 13px; line-height: 20px; margin: 0 0 4px }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 16px; margin: 0 0 24px; color: var(--dim);
  font-size: 13px; line-height: 20px }
dd { margin: 0; min-width: 0 }
article { margin: 0 0 24px }
article.asked { background: var(--soft); border-radius: 10px; padding: 12px 16px }
h2 small, .note { color: var(--dim); font-weight: 400; font-size: 13px }
.note { margin: 4px 0 0 }
.note img { display: block; max-width: min(100%, 320px); height: auto; border-radius: 6px; margin: 8px 0 4px }
.body > :first-child { margin-top: 0 }
.body > :last-child { margin-bottom: 0 }
.body :is(p, li, h3, h4, h5, h6, th, td) { unicode-bidi: plaintext; text-align: start }
.body h3, .body h4, .body h5, .body h6 { font-size: 16px; line-height: 24px; margin: 20px 0 8px }
a { color: var(--link) }
pre, code { font-family: "JetBrains Mono", ui-monospace, monospace; font-size: 13px }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 12px; overflow-x: auto;
  line-height: 20px }
.asked pre { background: var(--page) }
:not(pre) > code { background: var(--soft); border-radius: 4px; padding: 1px 4px }
math { font-size: 1.1em }
.drawn.wide { display: block; overflow-x: auto; margin: 8px 0; padding: 4px 0 }
.boxed { border: 1px solid; padding: 2px 4px }
.struck { text-decoration: line-through }
.formula { font-family: "Cambria Math", "Latin Modern Math", "STIX Two Math", serif; font-size: 15px }
.formula.wide { display: block; overflow-x: auto; margin: 8px 0; padding: 8px 12px }
blockquote { border-inline-start: 3px solid var(--line); color: var(--dim); margin-inline: 0;
  padding-inline-start: 12px }
table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { border: 1px solid var(--line); padding: 4px 10px; text-align: start; vertical-align: top }
hr { border: 0; border-top: 1px solid var(--line) }
@media print { body { max-width: none; padding: 0 } article { break-inside: auto } }
"""


def write(paper: Paper, path: Path) -> None:
    """Writes it as UTF-8."""
    markdown = _renderer()
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in paper.facts)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            f'<!DOCTYPE html>\n<html lang="{escape(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(paper.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
            f'<h1 dir="auto">{escape(paper.title)}</h1>\n<dl>{facts}</dl>\n'
        )
        for part in paper.parts:
            file.write(_article(part, markdown))
        file.write("</main>\n</body>\n</html>\n")


def _article(part: Part, markdown: MarkdownIt) -> str:
    detail = f" <small>{escape(part.detail)}</small>" if part.detail else ""
    notes = "".join(_enclosed(each) for each in part.enclosures)
    notes += "".join(f'<p class="note">{escape(note)}</p>' for note in part.notes)
    asked = ' class="asked"' if part.asked else ""
    return (
        f"<article{asked}>\n<h2>{escape(part.heading)}{detail}</h2>\n"
        f'<div class="body" dir="auto">\n{markdown.render(part.body)}</div>\n{notes}</article>\n'
    )


def _enclosed(enclosure: Enclosure) -> str:
    shown = f'<img src="{escape(enclosure.picture)}" alt="">' if enclosure.picture else ""
    shown += f"<span>{escape(enclosure.note)}</span>"
    if enclosure.link is not None:
        shown = f'<a href="{escape(enclosure.link)}">{shown}</a>'
    return f'<p class="note">{shown}</p>'


def _renderer() -> MarkdownIt:
    markdown = parser()
    markdown.add_render_rule("image", _picture)
    markdown.add_render_rule(FORMULA, _formula)
    markdown.add_render_rule("heading_open", _heading)
    markdown.add_render_rule("heading_close", _heading)
    markdown.add_render_rule("link_open", _link)
    return markdown


def _picture(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:  # noqa: ARG001 - the library's form
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    return f'<a href="{escape(source)}" rel="noreferrer noopener"><em>{escape(token.content or source)}</em></a>'


def _formula(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:  # noqa: ARG001 - the library's form
    tex, wide = tokens[index].content, tokens[index].markup == "$$"
    drawn = formula_html(tex, wide=wide)
    kind = " wide" if wide else ""
    if drawn is None:
        return f'<code class="formula{kind}" dir="ltr">{escape(tex)}</code>'
    return f'<span class="drawn{kind}" dir="ltr">{drawn}</span>'


def _heading(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:  # noqa: ARG001 - the library's form
    # Below the page's own headings.
    token = tokens[index]
    level = min(int(token.tag[1:]) + 2, 6)
    return f"<h{level}>" if token.nesting > 0 else f"</h{level}>\n"


def _link(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:  # noqa: ARG001 - the library's form
    return f'<a href="{escape(str(tokens[index].attrGet("href") or ""))}" rel="noreferrer noopener">'
