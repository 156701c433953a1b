"""What is fetched from where, and what it must be: sizes and SHA-256 are known for the models named here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

HUB: Final = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file: its path in the repository, and what it is called here. None: what the server declares is believed."""

    path: str
    name: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model at a hub, at one revision. `name` is also the folder's."""

    name: str
    repository: str
    revision: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int | None:
        """All bytes, if all are known."""
        sizes = [each.size for each in self.files]
        return None if None in sizes else sum(size for size in sizes if size is not None)


_TOKENIZER: Final = RemoteFile(
    "tokenizer.json", "tokenizer.json", 17_082_730, "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39"
)

# The same model twice: as its authors give it, and with weights of 8 bits.
SOURCES: Final[Mapping[str, ModelSource]] = {
    each.name: each
    for each in (
        ModelSource(
            "multilingual-e5-small",
            "intfloat/multilingual-e5-small",
            "614241f622f53c4eeff9890bdc4f31cfecc418b3",
            (
                _TOKENIZER,
                RemoteFile(
                    "onnx/model.onnx",
                    "model.onnx",
                    470_268_510,
                    "ca456c06b3a9505ddfd9131408916dd79290368331e7d76bb621f1cba6bc8665",
                ),
            ),
        ),
        ModelSource(
            "multilingual-e5-small-int8",
            "Xenova/multilingual-e5-small",
            "761b726dd34fb83930e26aab4e9ac3899aa1fa78",
            (
                _TOKENIZER,
                RemoteFile(
                    "onnx/model_quantized.onnx",
                    "model.onnx",
                    118_308_185,
                    "f80102d3f2a1229f387d3c81909990d8945513e347b0eab049f7de3c6f98c193",
                ),
            ),
        ),
    )
}
