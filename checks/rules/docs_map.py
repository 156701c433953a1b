"""docs/map.md has a line for every folder, and no line for a folder that is not there."""

import re
from pathlib import Path

from checks.finding import Finding
from checks.tree import folders, read_lines

SEE = "docs/map.md"

MAP = "docs/map.md"
_LINE = re.compile(r"^\s*- `(?P<folder>[^`]+)/`(?P<text>.*)$")
_INSIDE_FEATURE = re.compile(r"^(?:src/convosphere|web/src)/features/[^/]+/.+")
_LANGUAGE = re.compile(r"/i18n/(?:.+/)?[a-z]{2}$")
_HAS_TEXT = re.compile(r"\w{2,}.*\w{2,}")


def _needs_a_line(folder: str, everything: set[str]) -> bool:
    """Tell whether `folder` must be explained on its own.

    What is inside a feature is explained by its README and its names; a folder of tests that mirrors one of
    the sources is explained by the folder it mirrors; languages explain themselves.
    """
    if _INSIDE_FEATURE.match(folder) or _LANGUAGE.search(folder):
        return False
    if folder.startswith("tests/"):
        mirrored = folder.removeprefix("tests/")
        return f"src/convosphere/{mirrored}" not in everything and mirrored not in everything
    return True


def check(root: Path) -> list[Finding]:
    """Compare the map with the tree, in both directions."""
    if not (root / MAP).is_file():
        return [Finding(MAP, 1, "the map of the folders is missing")]
    everything = folders(root)
    mapped: dict[str, int] = {}
    findings = []
    for number, line in enumerate(read_lines(root, MAP), start=1):
        match = _LINE.match(line)
        if match is None:
            continue
        folder = match["folder"]
        if folder in mapped:
            findings.append(Finding(MAP, number, f"`{folder}/` is explained twice"))
        if folder not in everything:
            findings.append(Finding(MAP, number, f"`{folder}/` does not exist"))
        if not _HAS_TEXT.search(match["text"]):
            findings.append(Finding(MAP, number, f"`{folder}/` is named, but not explained"))
        mapped.setdefault(folder, number)
    missing = sorted(folder for folder in everything - set(mapped) if _needs_a_line(folder, everything))
    findings += [Finding(MAP, 1, f"`{folder}/` has no line") for folder in missing]
    return findings
