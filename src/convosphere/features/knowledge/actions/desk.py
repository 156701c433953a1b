"""What knowledge works with, once per process."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from convosphere.engines.antivirus import Clamav
from convosphere.engines.documents import DocumentReader
from convosphere.engines.retrieval import RetrievalIndex
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.features.knowledge.actions.embedding.vectors import embed_passages
from convosphere.features.knowledge.types.spaces import Space
from convosphere.platform.context import Platform


@dataclass(frozen=True, slots=True)
class Desk:
    """The machinery behind knowledge."""

    platform: Platform
    index: RetrievalIndex
    reader: DocumentReader
    scanner: Clamav | None
    embedders: Embedders

    @classmethod
    def of(cls, platform: Platform, index: RetrievalIndex, embedders: Embedders) -> "Desk":
        """As the settings say."""
        files = platform.settings.files
        scanner = None if files.clamav is None else Clamav(files.clamav, seconds=files.clamav_seconds)
        reader = DocumentReader(processes=platform.settings.knowledge.read_processes)
        return cls(platform, index, reader, scanner, embedders)

    async def embed(
        self, space: Space, texts: Sequence[str], *, person_id: UUID | None = None
    ) -> Sequence[Sequence[float]]:
        """One vector for each text, in their order. No transaction may be open.

        Raises:
            EmbeddingFailedError: see there.
        """
        return await embed_passages(self.embedders, space, texts, person_id=person_id)
