"""Embedders for measuring: the product's local one, one behind OpenAI's wire, one learned from the collection."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import aiohttp
import numpy as np

from bench.ranking import Collection
from convosphere.engines.embeddings import LocalEmbedder, LocalOptions, TextKind
from convosphere.engines.retrieval.analysis import count_terms
from convosphere.platform.settings.embeddings import EmbeddingsSettings

_LSA_DIMENSION: Final = 256
_BATCH: Final = 64


class Embedder(Protocol):
    """Texts as vectors."""

    async def passages(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """Of what is searched in."""
        ...

    async def questions(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """Of what is asked."""
        ...


async def open_embedder(name: str, settings: EmbeddingsSettings, collection: Collection) -> Embedder | None:
    """`local`, `lsa`, `none`, or an address with `#model` behind it.

    Raises:
        ValueError: the name says nothing, or there is no local model.
    """
    if name == "none":
        return None
    if name == "lsa":
        return _Learned([f"{document.title}\n{document.text}" for document in collection.documents])
    if name == "local":
        if settings.directory is None:
            raise ValueError("no local model: set CONVOSPHERE_EMBEDDINGS_DIRECTORY, or choose --embedder lsa or none")
        return _Local(Path(settings.directory), settings)
    address, found, model = name.partition("#")
    if not found or "://" not in address:
        raise ValueError(f"not an embedder: {name}")
    return _Remote(address.rstrip("/"), model)


class _Local:
    def __init__(self, directory: Path, settings: EmbeddingsSettings) -> None:
        options = LocalOptions(threads=settings.threads, batch_tokens=settings.batch_tokens)
        self._embedder = LocalEmbedder(directory, options)

    async def passages(self, texts: Sequence[str]) -> list[Sequence[float]]:
        return list(await self._embedder.embed(texts, TextKind.PASSAGE))

    async def questions(self, texts: Sequence[str]) -> list[Sequence[float]]:
        return list(await self._embedder.embed(texts, TextKind.QUERY))


@dataclass(frozen=True, slots=True)
class _Remote:
    address: str
    model: str

    async def passages(self, texts: Sequence[str]) -> list[Sequence[float]]:
        found: list[Sequence[float]] = []
        async with aiohttp.ClientSession(raise_for_status=True) as http:
            for start in range(0, len(texts), _BATCH):
                body = {"model": self.model, "input": list(texts[start : start + _BATCH])}
                async with http.post(f"{self.address}/embeddings", json=body) as response:
                    data = (await response.json())["data"]
                found += [each["embedding"] for each in sorted(data, key=lambda each: each["index"])]
        return found

    async def questions(self, texts: Sequence[str]) -> list[Sequence[float]]:
        return await self.passages(texts)


class _Learned:
    """Latent semantic analysis: words that stand together come to lie together.

    No match for a language model, but a second opinion of a kind of its own, and it needs nothing but the collection.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [count_terms(text, None)[0] for text in texts]
        standing = Counter(term for counts in counted for term in counts)
        terms = [term for term, number in standing.items() if number > 1]
        self._number = {term: number for number, term in enumerate(terms)}
        self._rarity = np.array([math.log(len(texts) / standing[term]) + 0.1 for term in terms], dtype=np.float32)
        matrix = np.stack([self._row(text) for text in texts])
        _, _, directions = np.linalg.svd(matrix, full_matrices=False)
        self._directions = directions[:_LSA_DIMENSION].T

    def _row(self, text: str) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
        row = np.zeros(len(self._number), dtype=np.float32)
        for term, count in count_terms(text, None)[0].items():
            if term in self._number:
                row[self._number[term]] = 1 + math.log(max(count, 0.5))
        row *= self._rarity
        length = float(np.linalg.norm(row))
        return row / length if length else row

    async def passages(self, texts: Sequence[str]) -> list[Sequence[float]]:
        # What has none of the words lies nowhere; a trace of everything keeps it comparable.
        return [(self._row(text) @ self._directions + 1e-6).tolist() for text in texts]

    async def questions(self, texts: Sequence[str]) -> list[Sequence[float]]:
        return await self.passages(texts)
