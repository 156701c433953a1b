"""A small repository to let the rules loose on."""

from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Repository:
    """Files below `root`, written as a test needs them."""

    root: Path

    def write(self, path: str, text: str = "") -> None:
        """Write one file and the folders above it."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)
