"""Reads deploy/system-packages.txt: the one list of Debian packages."""

from dataclasses import dataclass
from pathlib import Path

from checks.process import capture

LIST = "deploy/system-packages.txt"
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A Debian package, the shell command that succeeds when it is there, and what needs it."""

    name: str
    probe: str
    purpose: str

    def is_missing(self) -> bool:
        """Run the probe."""
        code, _, _ = capture(["/bin/sh", "-c", self.probe], cwd=Path("/"), seconds=30)
        return code != 0


def read_list(root: Path) -> list[SystemPackage]:
    """Return the packages in the order of the list. Raises ValueError for a line without three columns."""
    packages = []
    for line in (root / LIST).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("|")]
        if len(columns) != _COLUMNS or not all(columns):
            raise ValueError(f"{LIST}: expected `package | probe | purpose`, found: {line}")
        packages.append(SystemPackage(*columns))
    return packages
