"""How good a search is, against what it should have found."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

# The figures look at the first so many passages.
AT: Final = 10


@dataclass(frozen=True, slots=True)
class Expected:
    """A document that should be found; with `contains`, a passage of it that holds this text."""

    document_id: UUID
    contains: str | None = None

    def is_met_by(self, document_id: UUID, text: str) -> bool:
        """Whether a passage is what is expected; line breaks and capitals make no difference."""
        return document_id == self.document_id and (self.contains is None or _plain(self.contains) in _plain(text))


@dataclass(frozen=True, slots=True)
class Figures:
    """0 to 1 each: which part of what is expected was found, how far in front, and where the first of it stood."""

    recall: float
    ndcg: float
    mrr: float


def rate(expected: Sequence[Expected], found: Sequence[tuple[UUID, str]]) -> Figures:
    """The figures of one question, over the first `AT` passages; each thing expected counts where it is first met."""
    if not expected:
        return Figures(0.0, 0.0, 0.0)
    places = [
        next((place for place, (document, text) in enumerate(found[:AT]) if each.is_met_by(document, text)), None)
        for each in expected
    ]
    met = [place for place in places if place is not None]
    # Several that the same passage meets would have stood one behind the other at best.
    gain = sum(_discounted(place) for place in _apart(met))
    ideal = sum(_discounted(place) for place in range(min(len(expected), AT)))
    return Figures(len(met) / len(expected), gain / ideal, 1 / (1 + min(met)) if met else 0.0)


def mean(figures: Sequence[Figures]) -> Figures | None:
    """Of all questions; None: there are none."""
    if not figures:
        return None
    count = len(figures)
    return Figures(
        sum(each.recall for each in figures) / count,
        sum(each.ndcg for each in figures) / count,
        sum(each.mrr for each in figures) / count,
    )


def _apart(places: Sequence[int]) -> list[int]:
    apart: list[int] = []
    for place in sorted(places):
        apart.append(max(place, apart[-1] + 1) if apart else place)
    return apart


def _discounted(place: int) -> float:
    return 1 / math.log2(place + 2)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
