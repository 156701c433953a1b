"""Trees of messages as files have them, and how what is wrong with one is mended."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A tree that holds together.

    `order`: places in the given sequence, parents before children, else as given. `parents`: by id. The counts say
    what had to be mended.
    """

    order: list[int]
    parents: dict[str, str | None]
    orphans: int
    cycles: int
    doubles: int


def arrange(nodes: Sequence[tuple[str, str | None]]) -> Arrangement:
    """Puts messages (id, what it follows) into an order in which they can arrive.

    Of two with one id the first counts. What follows something that is not there begins a branch at the top. A circle
    is cut above the message by which it is first reached.
    """
    parents: dict[str, str | None] = {}
    places: dict[str, int] = {}
    for place, (node, parent) in enumerate(nodes):
        if node not in places:
            places[node], parents[node] = place, parent
    doubles = len(nodes) - len(places)
    lost = [node for node, parent in parents.items() if parent is not None and parent not in parents]
    for node in lost:
        parents[node] = None
    cycles = _cut_cycles(parents)
    return Arrangement(_ordered(parents, places), parents, len(lost), cycles, doubles)


def _cut_cycles(parents: dict[str, str | None]) -> int:
    cut = 0
    finished: set[str] = set()
    for start in list(parents):
        way: dict[str, None] = {}
        node: str | None = start
        while node is not None and node not in finished and node not in way:
            way[node] = None
            node = parents[node]
        if node is not None and node in way:
            parents[node] = None
            cut += 1
        finished.update(way)
    return cut


def _ordered(parents: dict[str, str | None], places: dict[str, int]) -> list[int]:
    children: dict[str, list[str]] = {}
    for node, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(node)
    by_place = {place: node for node, place in places.items()}
    waiting = [places[node] for node, parent in parents.items() if parent is None]
    heapq.heapify(waiting)
    order: list[int] = []
    while waiting:
        place = heapq.heappop(waiting)
        order.append(place)
        for child in children.get(by_place[place], ()):
            heapq.heappush(waiting, places[child])
    return order
