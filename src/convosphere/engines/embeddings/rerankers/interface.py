"""What a reranker is to those who search."""

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Sees the question and a passage together, and so sees more than vectors that were made apart."""

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """A score for each text, 0..1, higher is better, in the order of the texts.

        No transaction may be open.

        Raises:
            EmbeddingError: one of its kinds; the caller goes on with the order it had.
        """
        ...
