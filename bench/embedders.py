"""Embedders for measuring: the product's local one, one behind OpenAI's wire, one learned from the collection."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import aiohttp

from bench.learned import Learned
from bench.ranking import Collection
from convosphere.engines.embeddings import LocalEmbedder, LocalOptions, TextKind
from convosphere.platform.settings.embeddings import EmbeddingsSettings

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
    """`local`, `learned`, `none`, or an address with `#model` behind it.

    Raises:
        ValueError: the name says nothing, or there is no local model.
    """
    if name == "none":
        return None
    if name == "learned":
        return await asyncio.to_thread(Learned, [(each.title, each.text) for each in collection.documents])
    if name == "local":
        if settings.directory is None:
            raise ValueError(
                "no local model: set CONVOSPHERE_EMBEDDINGS_DIRECTORY, or choose --embedder learned or none"
            )
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
