"""Scores on one scale."""

import math
from collections.abc import Sequence

_STEEPEST = 500.0


def sigmoid(value: float) -> float:
    """What a model's logit says, as 0..1."""
    return 1.0 / (1.0 + math.exp(-max(-_STEEPEST, min(_STEEPEST, value))))


def normalized(scores: Sequence[float]) -> list[float]:
    """As they are if all lie in 0..1, else as logits: some servers leave that step out."""
    if all(0.0 <= score <= 1.0 for score in scores):
        return list(scores)
    return [sigmoid(score) for score in scores]
