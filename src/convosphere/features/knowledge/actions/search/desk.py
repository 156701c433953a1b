"""What searches work with, once per process."""

from dataclasses import dataclass

from convosphere.engines.retrieval import RetrievalIndex
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.platform.context import Platform


@dataclass(frozen=True, slots=True)
class SearchDesk:
    """The index, and who makes vectors of questions and puts passages in order."""

    platform: Platform
    index: RetrievalIndex
    embedders: Embedders
