"""How well what was found fits a question, from what can be counted: words and nearness.

- **Coverage**: which part of the question's words (those that say something, by their stems) stands in one of the three
  best passages, 0 to 1. A word in a heading or in the document's name counts as well.
- **Nearness**: the cosine similarity of the best passage's vector, brought to 0 to 1 between the two values at which an
  embedder is sure of No and of Yes. Without an embedder there is none.

With both, the strength is 0.6 x coverage + 0.4 x nearness, without vectors it is the coverage. High from 0.7 on, medium
from 0.45, low from 0.2; what is below counts as not found. A reranker's verdict is not mixed in: its scale is its own.
"""

import re
from dataclasses import dataclass
from typing import Final

from convosphere.features.knowledge.types.passages import Confidence

# Where cosines of unrelated and of related texts lie. Those of the E5 family are all above 0.7; of vectors that were
# learned from our collection the middle half is 0.21 to 0.42 without the answer and 0.51 to 0.76 with it.
_E5: Final = re.compile(r"(?:^|[^a-z0-9])e5(?:[^a-z0-9]|$)", re.IGNORECASE)
_E5_RANGE: Final = (0.79, 0.89)
_USUAL_RANGE: Final = (0.25, 0.65)

_HIGH, _MEDIUM, _LOW = 0.7, 0.45, 0.2
_COVERED, _NEAR = 0.6, 0.5
_COVERAGE_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Judgement:
    """A confidence, and the code of its reason (`chat.grounding.<code>` puts it in words)."""

    confidence: Confidence
    because: str


def range_of(embedder: str) -> tuple[float, float]:
    """The cosines at which an embedder of this name is sure of No and of Yes."""
    return _E5_RANGE if _E5.search(embedder) else _USUAL_RANGE


def nearness(cosine: float, between: tuple[float, float]) -> float:
    """0 to 1."""
    low, high = between
    return min(max((cosine - low) / (high - low), 0.0), 1.0)


def judge(coverage: float, near: float | None) -> Judgement:
    """The confidence in what was found; `near` None: nothing was compared by vectors."""
    strength = coverage if near is None else _COVERAGE_SHARE * coverage + (1 - _COVERAGE_SHARE) * near
    if strength < _LOW:
        return Judgement(Confidence.NONE, "nothing_found")
    level = Confidence.HIGH if strength >= _HIGH else Confidence.MEDIUM if strength >= _MEDIUM else Confidence.LOW
    return Judgement(level, _reason(coverage, near))


def _reason(coverage: float, near: float | None) -> str:
    if coverage >= _COVERED:
        return "words_and_meaning" if near is not None and near >= _NEAR else "words"
    if near is not None and near >= _NEAR:
        return "meaning"
    return "some_words" if coverage >= _LOW else "few_words"
