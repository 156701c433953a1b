"""What is asked of an embedding model, and what it gives."""

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from convosphere.engines.llm.metering import estimate_tokens
from convosphere.engines.llm.types import Usage

# 32-bit floats: what models compute with, a quarter of what a list of Python's floats takes.
Vector: TypeAlias = "array[float]"


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """Texts, or lists of tokens of this very model, to be embedded in one call.

    `dimensions`: how long the vectors are to be, for models that can choose. `extra` is merged into the body last.
    """

    model: str
    inputs: Sequence[str] | Sequence[Sequence[int]]
    dimensions: int | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    def estimated_tokens(self) -> int:
        """Roughly what it takes; exact where tokens are given."""
        return sum(estimate_tokens(each) if isinstance(each, str) else len(each) for each in self.inputs)


@dataclass(frozen=True, slots=True)
class Embeddings:
    """A vector for each input, in their order."""

    vectors: Sequence[Vector]
    usage: Usage


def is_finite(vector: Vector) -> bool:
    """Whether all of it are numbers: some servers answer broken inputs with NaN."""
    return all(map(math.isfinite, vector))
