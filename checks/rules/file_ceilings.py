"""A file has a ceiling by the room it is in: so that none grows because nothing stops it."""

import re
from pathlib import Path

from checks.finding import Finding
from checks.tree import files, read_lines

SEE = "docs/guides/developer.md#file-ceilings"

ROOMS = {
    "feature": 60,
    "routes": 300,
    "access": 150,
    "actions": 300,
    "repository": 300,
    "tables": 250,
    "rules": 250,
    "schemas": 300,
    "events": 120,
    "errors": 120,
    "types": 120,
    "jobs": 150,
    "listeners": 150,
}
PYTHON = 300
TESTS = 400
WEB = 250

_WEB_SUFFIXES = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".css")
_ROOM = re.compile(r"^src/convosphere/features/[^/]+/(?P<room>[a-z_]+)(?:\.py$|/)")
# Python's modules have no dots in their names.
_GENERATED = re.compile(r"(?:\.gen\.[a-z]+|_gen\.py)$")


def ceiling(path: str) -> int | None:
    """Return how many lines the file at `path` may have, or None if it may have any number."""
    if _GENERATED.search(path):
        return None
    if path.endswith(_WEB_SUFFIXES):
        return WEB
    if not path.endswith(".py"):
        return None
    if path.startswith("tests/"):
        return TESTS
    room = _ROOM.match(path)
    return ROOMS.get(room["room"], PYTHON) if room else PYTHON


def check(root: Path) -> list[Finding]:
    """Find every file that is longer than its room allows."""
    findings = []
    for path in files(root, ""):
        most = ceiling(path)
        if most is None:
            continue
        length = len(read_lines(root, path))
        if length > most:
            message = f"{length} lines, at most {most} here; make it a package of the same name"
            findings.append(Finding(path, most + 1, message))
    return findings
