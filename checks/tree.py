"""The repository as the rules see it: files that people write, without what tools put there."""

import os
from collections.abc import Iterator
from pathlib import Path

# Folders that tools make; .gitignore names the same ones.
_MADE_BY_TOOLS = frozenset(
    {
        ".git",
        ".venv",
        ".make",
        "node_modules",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".import_linter_cache",
        ".hypothesis",
        ".vite",
        "web_client",
        "htmlcov",
        "playwright-report",
    }
)
# The same, but only at these places: elsewhere the name may be a real folder.
_MADE_AT = frozenset({"data", "build", "dist", "web/coverage", "web/dist"})


def _is_ours(relative: str, name: str) -> bool:
    return name not in _MADE_BY_TOOLS and relative not in _MADE_AT and not name.endswith(".egg-info")


def walk(root: Path, under: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield (folder, file names) for every folder below `under`, as paths relative to `root`, sorted."""
    start = root / under
    for folder, folders, files in os.walk(start):
        relative = Path(folder).relative_to(root).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        folders[:] = sorted(name for name in folders if _is_ours(prefix + name, name))
        yield relative, sorted(files)


def files(root: Path, under: str, *suffixes: str) -> Iterator[str]:
    """Yield the paths (relative to `root`) of all files below `under` that end in one of `suffixes`."""
    for folder, names in walk(root, under):
        for name in names:
            if not suffixes or name.endswith(suffixes):
                yield name if folder == "." else f"{folder}/{name}"


def folders(root: Path) -> set[str]:
    """Return every folder that holds a file somewhere below it, relative to `root`, without the root."""
    found: set[str] = set()
    for folder, names in walk(root):
        if folder != "." and names:
            parts = folder.split("/")
            found.update("/".join(parts[:count]) for count in range(1, len(parts) + 1))
    return found


def read_lines(root: Path, path: str) -> list[str]:
    """Return the lines of a text file without their ends."""
    return (root / path).read_text(encoding="utf-8").splitlines()
