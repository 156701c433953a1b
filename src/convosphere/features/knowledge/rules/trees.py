"""Folders inside each other, as each one's parent."""

from collections.abc import Iterable, Mapping
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


def outermost(parents: Parents, folders: Iterable[UUID]) -> list[UUID]:
    """Those of the folders that there are and that lie in none of the others, in their order."""
    chosen = dict.fromkeys(each for each in folders if each in parents)
    return [each for each in chosen if not any(above in chosen for above in _above(parents, each))]


def _above(parents: Parents, folder: UUID) -> list[UUID]:
    found: list[UUID] = []
    while (parent := parents.get(folder)) is not None and len(found) <= len(parents):
        found.append(parent)
        folder = parent
    return found
