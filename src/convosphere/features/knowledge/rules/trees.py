"""Folders inside each other, as each one's parent."""

from collections.abc import Mapping
from uuid import UUID

Parents = Mapping[UUID, UUID | None]


def depth(parents: Parents, folder: UUID | None) -> int:
    """How many folders lie above and including this one; 0 for the top."""
    found = 0
    while folder is not None and found <= len(parents):
        found += 1
        folder = parents.get(folder)
    return found


def height(parents: Parents, folder: UUID) -> int:
    """How many levels there are from this folder down, itself included."""
    here, levels = {folder}, 0
    while here and levels <= len(parents):
        levels += 1
        here = {child for child, parent in parents.items() if parent in here}
    return levels


def within(parents: Parents, folder: UUID | None, outer: UUID) -> bool:
    """Whether a folder is this one or lies in it."""
    for _ in range(len(parents) + 1):
        if folder is None:
            return False
        if folder == outer:
            return True
        folder = parents.get(folder)
    return False
