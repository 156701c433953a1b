"""A link in the documentation leads somewhere: to a file that exists, and to a heading in it."""

import re
from pathlib import Path

from checks.finding import Finding
from checks.tree import files, read_lines

SEE = "docs/guides/developer.md#documentation"

_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_OUTSIDE = re.compile(r"^[a-z]+:")
_HEADING = re.compile(r"^#{1,6} (?P<text>.+?)\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")


def _prose(lines: list[str]) -> list[tuple[int, str]]:
    """Return (number, line) of the lines outside fenced code."""
    inside = False
    kept = []
    for number, line in enumerate(lines, start=1):
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            kept.append((number, line))
    return kept


def anchors(lines: list[str]) -> set[str]:
    """Return the anchors of the headings, made as the code hosts make them."""
    matches = (_HEADING.match(line) for _, line in _prose(lines))
    texts = (match["text"].lower() for match in matches if match)
    return {re.sub(r"[^\w\- ]", "", text).replace(" ", "-") for text in texts}


def _complaint(root: Path, path: str, target: str) -> str | None:
    file, _, anchor = target.partition("#")
    place = (root / path).parent / file if file else root / path
    if not place.exists():
        return f"the link leads to {file}, which does not exist"
    if anchor and place.suffix == ".md":
        lines = place.read_text(encoding="utf-8").splitlines()
        if anchor not in anchors(lines):
            return f"the link leads to the heading #{anchor}, which does not exist"
    return None


def check(root: Path) -> list[Finding]:
    """Find relative links in Markdown files whose target is missing."""
    findings = []
    for path in files(root, "", ".md"):
        for number, line in _prose(read_lines(root, path)):
            for match in _LINK.finditer(line):
                if _OUTSIDE.match(match["target"]):
                    continue
                complaint = _complaint(root, path, match["target"])
                if complaint:
                    findings.append(Finding(path, number, complaint))
    return findings
