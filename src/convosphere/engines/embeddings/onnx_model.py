"""A model in memory: its tokenizer and its graph. Everything here blocks and belongs into a thread.

onnxruntime, tokenizers and numpy are imported here when a model is loaded, and not before: they take 100 MB.
"""

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from convosphere.engines.embeddings.directory import ModelFiles
from convosphere.engines.embeddings.errors import (
    LocalMemoryError,
    ModelBrokenError,
    ModelUnfitError,
)
from convosphere.engines.embeddings.types import Ids

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

# What a graph may ask for; what it does not ask for, it does not get.
_INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids", "position_ids"})
# No language needs more characters for a token, on average over a text: what is beyond would be cut anyway.
_CHARACTERS_PER_TOKEN: Final = 24
_MEMORY_WORDS: Final = ("bad_alloc", "allocate memory", "out of memory")


class OnnxModel:
    """One model, ready to run."""

    def __init__(self, files: ModelFiles, *, threads: int) -> None:
        """Loads it.

        Raises:
            ModelDirectoryError: one of its kinds; the files are there but do not make a model.
            LocalMemoryError: it does not fit.
        """
        self._files = files
        self._max_tokens = files.profile.max_tokens
        self._tokenizer = _load_tokenizer(files)
        self._session = _load_session(files, threads)
        self._run_options = _run_options()
        self._inputs = [each.name for each in self._session.get_inputs()]
        unknown = sorted(set(self._inputs) - _INPUTS)
        if "input_ids" not in self._inputs or unknown:
            raise self.unfit(f"inputs {', '.join(sorted(self._inputs))}")
        self.outputs: list[tuple[str, int]] = [
            (each.name, len(each.shape or ())) for each in self._session.get_outputs()
        ]

    def unfit(self, reason: str) -> ModelUnfitError:
        """The error to raise when the model turns out to be one for something else."""
        return ModelUnfitError(directory=str(self._files.directory), reason=reason)

    def encode(self, texts: Sequence[str]) -> "list[Encoding]":
        """Tokens of texts, cut at the model's longest."""
        most = self._max_tokens * _CHARACTERS_PER_TOKEN
        return [self._tokenizer.encode(_plain(text[:most])) for text in texts]

    def encode_pairs(self, first: str, texts: Sequence[str]) -> "list[Encoding]":
        """Tokens of pairs of texts; the second is cut first."""
        most = self._max_tokens * _CHARACTERS_PER_TOKEN
        return [self._tokenizer.encode(_plain(first[:most]), _plain(text[:most])) for text in texts]

    def run(self, encodings: "Sequence[Encoding]", output: str) -> "tuple[NDArray[np.float32], Ids]":
        """One pass; returns the output and the attention mask.

        Raises:
            LocalMemoryError: this batch does not fit.
            ModelUnfitError: the graph refuses what it is given.
        """
        import numpy as np  # noqa: PLC0415 - see above

        longest = max(len(each.ids) for each in encodings)
        shape = (len(encodings), longest)
        ids = np.full(shape, self._files.profile.pad_id, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        types = np.zeros(shape, dtype=np.int64)
        for row, each in enumerate(encodings):
            size = len(each.ids)
            ids[row, :size] = each.ids
            mask[row, :size] = each.attention_mask
            types[row, :size] = each.type_ids
        positions = np.broadcast_to(np.arange(longest, dtype=np.int64), shape)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types, "position_ids": positions}
        try:
            (found,) = self._session.run([output], {name: given[name] for name in self._inputs}, self._run_options)
        except _failures() as error:
            if _lacks_memory(error):
                raise LocalMemoryError from error
            raise self.unfit(_first_line(error)) from error
        return np.asarray(found, dtype=np.float32), mask


def _load_tokenizer(files: ModelFiles) -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415 - see above

    try:
        tokenizer = Tokenizer.from_file(str(files.tokenizer))
    except Exception as error:
        raise ModelBrokenError(
            directory=str(files.directory), file=files.tokenizer.name, reason=_first_line(error)
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(files.profile.max_tokens, strategy="longest_first")
    return tokenizer


def _load_session(files: ModelFiles, threads: int) -> "onnxruntime.InferenceSession":
    import onnxruntime  # noqa: PLC0415 - see above

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait for work would burn processor time that answers need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(files.model), options, providers=["CPUExecutionProvider"])
    except _failures() as error:
        if _lacks_memory(error):
            raise LocalMemoryError from error
        raise ModelBrokenError(
            directory=str(files.directory), file=files.model.name, reason=_first_line(error)
        ) from error


def _run_options() -> "onnxruntime.RunOptions":
    import onnxruntime  # noqa: PLC0415 - see above

    options = onnxruntime.RunOptions()
    # Else the arena keeps for good what the largest batch took.
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def _failures() -> tuple[type[Exception], ...]:
    """Everything that the runtime raises; its exceptions share no base but `Exception`."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state  # noqa: PLC0415 - see above

    own = (
        state.EngineError,
        state.EPFail,
        state.Fail,
        state.InvalidArgument,
        state.InvalidGraph,
        state.InvalidProtobuf,
        state.ModelLoaded,
        state.NoModel,
        state.NoSuchFile,
        state.NotImplemented,
        state.RuntimeException,
    )
    return (*own, RuntimeError, ValueError, MemoryError, OSError)


def trim_memory() -> None:
    """Gives the system back what was freed, where the C library (glibc) keeps it: hundreds of megabytes of weights."""
    try:
        trim = ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):
        return
    trim(0)


def _lacks_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or any(word in str(error).lower() for word in _MEMORY_WORDS)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


def _plain(text: str) -> str:
    """Without lone surrogates, which no tokenizer takes."""
    return text if text.isascii() else text.encode(errors="replace").decode()
