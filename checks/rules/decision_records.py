"""Decisions are recorded one to a page: numbered, short, and all of the same shape."""

import re
from pathlib import Path

from checks.finding import Finding
from checks.tree import files, read_lines

SEE = "docs/decisions/0001-record-decisions.md"

FOLDER = "docs/decisions"
MOST_LINES = 40
_NAME = re.compile(r"^(?P<number>\d{4})-[a-z0-9-]+\.md$")
_SECTIONS = ("## Context", "## Decision", "## Consequences")


def _check_record(path: str, number: str, lines: list[str]) -> list[Finding]:
    findings = []
    if len(lines) > MOST_LINES:
        findings.append(Finding(path, MOST_LINES + 1, f"{len(lines)} lines, at most {MOST_LINES}"))
    if not lines or not lines[0].startswith(f"# {number} "):
        findings.append(Finding(path, 1, f"begins with its number and title: `# {number} …`"))
    findings += [Finding(path, 1, f"has no section `{name}`") for name in _SECTIONS if name not in lines]
    return findings


def check(root: Path) -> list[Finding]:
    """Find records with a wrong name, a number used twice, too many lines or a missing section."""
    findings = []
    seen: dict[str, str] = {}
    for path in files(root, FOLDER):
        match = _NAME.match(path.removeprefix(f"{FOLDER}/"))
        if match is None:
            findings.append(Finding(path, 1, "is not named `NNNN-what-was-decided.md`"))
            continue
        number = match["number"]
        if number in seen:
            findings.append(Finding(path, 1, f"has the number of {seen[number]}"))
        seen.setdefault(number, path)
        findings += _check_record(path, number, read_lines(root, path))
    return findings
