"""The Python client's generated files are what its sources give now."""

import tempfile
from pathlib import Path

from checks.finding import Finding
from checks.python_client.__main__ import PACKAGE, generate

SEE = "docs/guides/developer.md#the-generated-clients"

_BY_HAND = ("__init__.py", "io.py")


def generated(folder: Path) -> dict[str, bytes]:
    """The generated files of the package at `folder`, by path."""
    found = [folder / "models_gen.py", folder / "_async" / "operations_gen.py"]
    found += [path for path in sorted((folder / "_sync").glob("*.py")) if path.name not in _BY_HAND]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.is_file()}


def check(root: Path) -> list[Finding]:
    """Make the generated files anew, beside the tree, and compare."""
    package = root / PACKAGE
    if not package.is_dir():
        return []
    with tempfile.TemporaryDirectory() as scratch:
        try:
            generate(root, Path(scratch))
        except (OSError, RuntimeError, ValueError) as error:
            return [Finding(PACKAGE, 1, f"cannot be made: {error}")]
        wanted, there = generated(Path(scratch)), generated(package)
    findings = [
        Finding(f"{PACKAGE}/{path}", 1, "is not what its source gives; run `make openapi`")
        for path in wanted
        if wanted[path] != there.get(path)
    ]
    return findings + [
        Finding(f"{PACKAGE}/{path}", 1, "has no source any more; delete it") for path in there.keys() - wanted.keys()
    ]
