"""What lies on the disk, also while somebody clears it away."""

import os
from contextlib import suppress
from pathlib import Path


def files_below(folder: Path) -> list[Path]:
    """All files below a folder; none where there is no such folder. Folders that go meanwhile have none."""
    # `Path.rglob` fails when a folder goes between being found and being looked into.
    return sorted(Path(at, name) for at, _, names in os.walk(folder) for name in names)


def contents_below(folder: Path) -> list[bytes]:
    """What the files below a folder hold, in order of that."""
    contents = []
    for path in files_below(folder):
        with suppress(FileNotFoundError):
            contents.append(path.read_bytes())
    return sorted(contents)
