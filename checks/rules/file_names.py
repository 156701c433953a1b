"""A name must say what is inside; these names say nothing, so everything ends up in them."""

from pathlib import Path

from checks.finding import Finding
from checks.tree import walk

SEE = "docs/guides/developer.md#names"

BANNED = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "misc"})
_SUFFIXES = (".py", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".css")


def _is_banned(name: str) -> bool:
    stem = name.split(".", 1)[0].lower().removeprefix("test_").strip("_")
    return stem in BANNED


def check(root: Path) -> list[Finding]:
    """Find files and folders whose name is one of the banned ones."""
    findings = []
    for folder, names in walk(root):
        message = "this name does not say what is inside; name it after what it does"
        if _is_banned(folder.rsplit("/", 1)[-1]):
            findings.append(Finding(folder, 1, message))
        findings += [
            Finding(name if folder == "." else f"{folder}/{name}", 1, message)
            for name in names
            if name.endswith(_SUFFIXES) and _is_banned(name)
        ]
    return findings
