"""The tree of folders: where one may go, and who stands where afterwards. No I/O in here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Node:
    """A folder's place."""

    id: UUID
    parent_id: UUID | None
    position: int


def below(nodes: Sequence[Node], folder_id: UUID) -> set[UUID]:
    """The folder and everything in it, at any depth."""
    children = _children(nodes)
    found: set[UUID] = set()
    waiting = [folder_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [child.id for child in children.get(one, ())]
    return found


def depth(nodes: Sequence[Node], folder_id: UUID | None) -> int:
    """How deep a folder lies: 1 at the top; 0 for the top itself."""
    parents = {node.id: node.parent_id for node in nodes}
    levels = 0
    while folder_id is not None and levels <= len(parents):
        levels += 1
        folder_id = parents.get(folder_id)
    return levels


def height(nodes: Sequence[Node], folder_id: UUID) -> int:
    """How many levels the folder and what is in it take: 1 without folders inside."""
    within = below(nodes, folder_id)
    inside = [node for node in nodes if node.id in within]
    return 1 + max(depth(inside, node.id) for node in inside) - depth(inside, folder_id)


def placed(nodes: Sequence[Node], folder_id: UUID, parent_id: UUID | None, position: int | None) -> dict[UUID, Node]:
    """The folders that stand elsewhere once one is moved; in the new parent positions run from 0 without gaps.

    Args:
        nodes: all of a person's folders.
        folder_id: the one that moves.
        parent_id: where to.
        position: which place there; None or too far: the last.
    """
    moving = next(node for node in nodes if node.id == folder_id)
    rest = [node for node in nodes if node.id != folder_id]
    beside = sorted((node for node in rest if node.parent_id == parent_id), key=lambda node: (node.position, node.id))
    beside.insert(len(beside) if position is None else position, moving)
    rows = {node.id: Node(node.id, parent_id, place) for place, node in enumerate(beside)}
    return {row_id: row for row_id, row in rows.items() if row not in nodes}


def _children(nodes: Sequence[Node]) -> Mapping[UUID | None, list[Node]]:
    children: dict[UUID | None, list[Node]] = {}
    for node in nodes:
        children.setdefault(node.parent_id, []).append(node)
    return children
