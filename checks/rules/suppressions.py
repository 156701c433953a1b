"""Who silences a tool says why: behind the suppression, or in a comment on the line above it."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from checks.finding import Finding
from checks.tree import files, read_lines

SEE = "docs/guides/developer.md#silencing-a-tool"

# Each pattern ends where the reason has to begin.
_CODES = r"[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*"
_PYTHON = (
    re.compile(rf"#\s*(?:ruff:\s*)?noqa(?::\s*{_CODES})?", re.IGNORECASE),
    re.compile(r"#\s*type:\s*ignore(?:\[[^\]]*\])?"),
    re.compile(r"#\s*pragma:\s*no (?:cover|branch)"),
)
_WEB = (
    re.compile(r"(?:ox|es)lint-disable(?:-next-line|-line)?(?:\s+[@\w/-]+(?:\s*,\s*[@\w/-]+)*)?"),
    re.compile(r"@ts-(?:expect-error|ignore|nocheck)"),
    re.compile(r"(?:v8|c8|istanbul) ignore (?:next|file|if|else|start)"),
)
_REASON = re.compile(r"^\s*(?:--|[-–—:#(]).*?[^\W\d_]{3,}")  # a word at least
_COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*|\{/\*)\s*\w+\W+\w+")


def _comments(root: Path, path: str) -> Iterator[tuple[int, str]]:
    """Yield (line number, text) of a Python file's comments; strings that look like one do not count."""
    source = (root / path).read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _unexplained(text: str, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    """Return the suppression in `text` that gives no reason, if there is one."""
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    if not matches:
        return None
    last = max(matches, key=lambda match: match.end())  # two on one line share the reason behind them
    return None if _REASON.match(text[last.end() :]) else last.group().strip("# ")


def _explained_above(root: Path, path: str, number: int, patterns: tuple[re.Pattern[str], ...]) -> bool:
    """Tell whether the line above is a comment that is not itself only a suppression."""
    above = read_lines(root, path)[number - 2] if number > 1 else ""
    return bool(_COMMENT.match(above)) and not any(pattern.search(above) for pattern in patterns)


def check(root: Path) -> list[Finding]:
    """Find suppressions of ruff, mypy, coverage, oxlint or TypeScript without a reason behind them."""
    lines = [(path, number, text, _PYTHON) for path in files(root, "", ".py") for number, text in _comments(root, path)]
    lines += [
        (path, number, text, _WEB)
        for path in files(root, "web", ".ts", ".tsx", ".js", ".mjs", ".css")
        if ".gen." not in path
        for number, text in enumerate(read_lines(root, path), start=1)
    ]
    findings = []
    for path, number, text, patterns in lines:
        found = _unexplained(text, patterns)
        if found and not _explained_above(root, path, number, patterns):
            findings.append(Finding(path, number, f"`{found}` without a reason; add ` - why` behind it"))
    return findings
