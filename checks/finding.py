"""What a rule reports."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One violation: `path` relative to the repository with forward slashes, `line` counted from 1."""

    path: str
    line: int
    message: str
