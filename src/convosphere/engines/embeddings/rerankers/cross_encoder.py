"""A reranker in a directory: an ONNX cross-encoder, loaded at first use like the embedder."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convosphere.engines.embeddings.batches import batches
from convosphere.engines.embeddings.directory import open_directory
from convosphere.engines.embeddings.errors import NotFiniteError
from convosphere.engines.embeddings.onnx_model import OnnxModel
from convosphere.engines.embeddings.rerankers.scores import sigmoid
from convosphere.engines.embeddings.resting import Resting
from convosphere.engines.embeddings.turns import Turns, in_thread
from convosphere.engines.embeddings.types import LocalOptions

if TYPE_CHECKING:
    from tokenizers import Encoding

_PER_TEXT: Final = 2
_PASS_OR_FAIL: Final = 2


class _Loaded:
    """The model. Blocks, all of it."""

    def __init__(self, directory: Path, options: LocalOptions) -> None:
        self.model = OnnxModel(open_directory(directory), threads=options.threads)
        names = [name for name, rank in self.model.outputs if rank == _PER_TEXT]
        if not names:
            raise self.model.unfit("no score for each pair")
        self._output = names[0]

    def scores(self, encodings: "Sequence[Encoding]") -> list[float]:
        """Of one run: the logit, or of two classes the second one's share."""
        import numpy as np  # noqa: PLC0415 - it takes 30 MB, and not every process reranks

        found, _ = self.model.run(encodings, self._output)
        if found.shape[1] > _PASS_OR_FAIL:
            raise self.model.unfit(f"{found.shape[1]} classes")
        logits = found[:, -1] if found.shape[1] == 1 else found[:, 1] - found[:, 0]
        if not np.isfinite(logits).all():
            raise NotFiniteError(model="cross-encoder")
        return [sigmoid(float(value)) for value in logits]


class CrossEncoder:
    """See `Reranker`. One instance serves a process."""

    def __init__(self, directory: Path, options: LocalOptions | None = None) -> None:
        self._options = options or LocalOptions()
        self._turns = Turns()
        self._resting = Resting(self._turns, lambda: _Loaded(directory, self._options), self._options.idle_seconds)

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """See `Reranker`.

        Raises:
            ModelDirectoryError, LocalMemoryError, NotFiniteError: see there.
        """
        if not texts:
            return []
        loaded = await self._resting.awake()
        encodings = await in_thread(lambda: loaded.model.encode_pairs(query, texts))
        scores: dict[int, float] = {}
        async with self._turns.take(urgent=True):
            for places in batches([len(each.ids) for each in encodings], self._options.batch_tokens):
                found = await in_thread(partial(loaded.scores, [encodings[place] for place in places]))
                scores.update(zip(places, found, strict=True))
        return [scores[place] for place in range(len(texts))]

    async def unload(self) -> None:
        """Frees the memory."""
        await self._resting.unload()
