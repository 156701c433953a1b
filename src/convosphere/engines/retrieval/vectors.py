"""Vectors as they are written down for an index, after a look at whether they can be compared at all."""

import math
from collections.abc import Sequence
from typing import Final

from convosphere.engines.retrieval.types import InvalidVectorError

# What pgvector's `halfvec` can index.
LONGEST: Final = 4_000


def checked(vector: Sequence[float]) -> list[float]:
    """The vector's numbers.

    Raises:
        InvalidVectorError: there is none, there are too many, all are zero, or one is no finite number.
    """
    numbers = [float(number) for number in vector]
    if not 1 <= len(numbers) <= LONGEST:
        raise InvalidVectorError(f"a vector has 1 to {LONGEST} numbers; this one has {len(numbers)}")
    length = math.sqrt(math.fsum(number * number for number in numbers))
    if not math.isfinite(length):
        raise InvalidVectorError("a vector holds something that is not a finite number")
    if length == 0:
        raise InvalidVectorError("a vector of zeros points nowhere and cannot be compared")
    # Only directions are compared; half-precision numbers hold those of length 1 best.
    return [number / length for number in numbers]


def as_text(vector: Sequence[float]) -> str:
    """As pgvector reads it; half-precision numbers hold no more digits."""
    return "[" + ",".join([f"{number:.5g}" for number in vector]) + "]"
