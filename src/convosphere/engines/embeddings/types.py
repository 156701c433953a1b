"""Values of embedders."""

from array import array
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# 32-bit floats: what models compute with, a quarter of what a list of Python's floats takes.
Vector: TypeAlias = "array[float]"
Ids: TypeAlias = "NDArray[np.int64]"
Pooling: TypeAlias = Literal["mean", "cls"]


class TextKind(StrEnum):
    """Which side of a search a text stands on: models that were trained on pairs tell them apart by a prefix."""

    QUERY = "query"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Profile:
    """How a model wants its texts and what is made of its output. The default is multilingual-e5-small's.

    `max_tokens`: longer texts are cut. `pooling`: the mean of all tokens, or the first token.
    """

    name: str = "multilingual-e5-small"
    query_prefix: str = "query: "
    passage_prefix: str = "passage: "
    pooling: Pooling = "mean"
    normalize: bool = True
    max_tokens: int = 512
    pad_id: int = 0

    def prefix(self, kind: TextKind) -> str:
        """What goes before a text."""
        return self.query_prefix if kind is TextKind.QUERY else self.passage_prefix


@dataclass(frozen=True, slots=True)
class LocalOptions:
    """What a local model may take. `batch_tokens`: tokens of one run, padding included, and so its memory and the
    time a question waits behind it. `idle_seconds`: unused for so long, the model leaves the memory; 0: never.
    """

    threads: int = 2
    batch_tokens: int = 1_024
    idle_seconds: float = 900


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """A loaded model. `fingerprint`: changes with anything that changes its vectors."""

    name: str
    dimension: int
    fingerprint: str
