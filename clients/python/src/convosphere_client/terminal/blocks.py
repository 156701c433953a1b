"""Which part of a growing Markdown text is finished: nothing that comes can change how it looks. Pure."""

from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark").enable("table")


def finished(text: str) -> int:
    """How many characters at the beginning are blocks that are behind the last one.

    The last block may still grow: a paragraph into a heading or a table, a list by another entry.
    """
    starts = [token.map[0] for token in _parser.parse(text) if token.level == 0 and token.map and token.nesting >= 0]
    if not starts or starts[-1] == 0:
        return 0
    lines = text.splitlines(keepends=True)
    return sum(len(line) for line in lines[: starts[-1]])
