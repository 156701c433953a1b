"""What is searched for, and what is found, before it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from convosphere.engines.retrieval import Filters, Fusion, Hit
from convosphere.features.knowledge.types.access import Scopes
from convosphere.features.knowledge.types.chunks import LoadedChunk
from convosphere.features.knowledge.types.passages import Confidence


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search. `bases` None: all that the actor may read. `documents`: single ones, wherever they lie, beside these.

    `rerank`: whether a reranker, where there is one, has the last word on the first ones.
    """

    question: str
    bases: frozenset[UUID] | None = None
    documents: frozenset[UUID] = frozenset()
    filters: Filters = field(default_factory=Filters)
    limit: int = 10
    candidates: int = 100
    fusion: Fusion = field(default_factory=Fusion)
    rerank: bool = True
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A word of the question that stands in nothing the actor may read, and the one that was looked for instead."""

    typed: str
    shown: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage that the actor may read. `reranked`: the reranker's verdict; None: it was not asked about this one."""

    chunk: LoadedChunk
    hit: Hit
    reranked: float | None = None


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What a search found, the best first.

    `unembedded`: bases that were searched by words alone, with the code of the reason. `reranker`: whether one was
    asked; `rerank_failed`: it did not answer. `total`: about how many passages hold words of the question.
    `hits`: as the index ranked them, also those that could not be loaded.
    """

    items: Sequence[Ranked]
    hits: Sequence[Hit]
    scopes: Scopes
    confidence: Confidence
    because: str
    unembedded: Mapping[UUID, str]
    reranker: bool = False
    rerank_failed: bool = False
    total: int | None = None
    # What was looked for: the question, with words as the texts have them where it was mistyped.
    question: str = ""
    corrections: Sequence[Corrected] = ()
