"""The local embedder: texts to vectors on this machine, beside the event loop."""

from array import array
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convosphere.engines.embeddings.batches import batches
from convosphere.engines.embeddings.directory import fingerprint, open_directory
from convosphere.engines.embeddings.errors import NotFiniteError
from convosphere.engines.embeddings.onnx_model import OnnxModel
from convosphere.engines.embeddings.resting import Resting
from convosphere.engines.embeddings.turns import Turns, in_thread
from convosphere.engines.embeddings.types import (
    Ids,
    LocalOptions,
    ModelDescription,
    Profile,
    TextKind,
    Vector,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding

# Texts whose tokens are held at once; among these, those of like length are put together.
_SLICE: Final = 256
_PER_TOKEN, _PER_TEXT = 3, 2


class _Loaded:
    """The model with what is known of it. Blocks, all of it."""

    def __init__(self, directory: Path, options: LocalOptions) -> None:
        files = open_directory(directory)
        self.profile: Profile = files.profile
        self.model = OnnxModel(files, threads=options.threads)
        self._output, self._pooled = _output(self.model)
        dimension = len(self.vectors(self.model.encode(["x"]))[0])
        self.description = ModelDescription(files.profile.name, dimension, fingerprint(files))

    def vectors(self, encodings: "Sequence[Encoding]") -> list[Vector]:
        """One run.

        Raises:
            NotFiniteError: something that is no number came out.
        """
        import numpy as np  # noqa: PLC0415 - it takes 30 MB, and not every process embeds

        found, mask = self.model.run(encodings, self._output)
        pooled = found if self._pooled else _pool(found, mask, self.profile)
        if self.profile.normalize:
            pooled = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)
        if not np.isfinite(pooled).all():
            raise NotFiniteError(model=self.profile.name)
        return [array("f", row.astype(np.float32).tobytes()) for row in pooled]


class LocalEmbedder:
    """A model in a directory, loaded when it is first needed. One instance serves a process.

    One batch runs at a time, in a thread, on `options.threads` processors; questions go before passages.
    """

    def __init__(self, directory: Path, options: LocalOptions | None = None) -> None:
        self.directory = directory
        self._options = options or LocalOptions()
        self._turns = Turns()
        self._resting = Resting(self._turns, lambda: _Loaded(directory, self._options), self._options.idle_seconds)

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._resting.loaded

    async def describe(self) -> ModelDescription:
        """What the model is; loads it if need be.

        Raises:
            ModelDirectoryError, LocalMemoryError: see there.
        """
        return (await self._resting.awake()).description

    async def embed(self, texts: Sequence[str], kind: TextKind) -> list[Vector]:
        """A vector for each text, in their order.

        Raises:
            ModelDirectoryError, LocalMemoryError, NotFiniteError: see there.
        """
        urgent = kind is TextKind.QUERY
        vectors: list[Vector] = []
        for start in range(0, len(texts), _SLICE):
            vectors += await self._embed_slice(texts[start : start + _SLICE], kind, urgent=urgent)
        return vectors

    async def unload(self) -> None:
        """Frees the memory, when the running batch has ended; the next use loads the model again."""
        await self._resting.unload()

    async def _embed_slice(self, texts: Sequence[str], kind: TextKind, *, urgent: bool) -> list[Vector]:
        loaded = await self._resting.awake()
        prefix = loaded.profile.prefix(kind)
        encodings = await in_thread(lambda: loaded.model.encode([prefix + text for text in texts]))
        vectors: dict[int, Vector] = {}
        for places in batches([len(each.ids) for each in encodings], self._options.batch_tokens):
            run = partial(loaded.vectors, [encodings[place] for place in places])
            async with self._turns.take(urgent=urgent):
                found = await in_thread(run)
            vectors.update(zip(places, found, strict=True))
        return [vectors[place] for place in range(len(texts))]


def _output(model: OnnxModel) -> tuple[str, bool]:
    """The output to take, and whether it is pooled already. One per token comes first: then the profile decides."""
    for name, rank in model.outputs:
        if rank == _PER_TOKEN:
            return name, False
    for name, rank in model.outputs:
        if rank == _PER_TEXT:
            return name, True
    raise model.unfit(f"outputs {', '.join(name for name, _ in model.outputs)}")


def _pool(found: "NDArray[np.float32]", mask: Ids, profile: Profile) -> "NDArray[np.float32]":
    import numpy as np  # noqa: PLC0415 - see above

    if profile.pooling == "cls":
        return found[:, 0]
    weights = mask[:, :, None].astype(np.float32)
    pooled: NDArray[np.float32] = (found * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
    return pooled
