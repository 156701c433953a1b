"""Settings of embedders and rerankers."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl, SecretStr

from convosphere.platform.settings.area import Area


class EmbeddingsSettings(Area):
    """The embedder on this machine. Models of connections need no settings here."""

    model: Literal["multilingual-e5-small", "multilingual-e5-small-int8", "none"] = Field(
        "multilingual-e5-small",
        description="Which model is fetched: as its authors give it (490 MB), with weights of 8 bits (135 MB), or none",
    )
    directory: Path | None = Field(
        None, description="A folder with `model.onnx` and `tokenizer.json`, which is used instead; nothing is fetched"
    )
    hub_url: HttpUrl = Field(
        HttpUrl("https://huggingface.co"), description="Where models are fetched from: the hub, or a mirror of it"
    )
    threads: int = Field(2, ge=1, le=256, description="Processors a local model works on")
    batch_tokens: int = Field(
        1_024, ge=64, le=65_536, description="Tokens of one run: more takes more memory, and questions wait longer"
    )
    idle_minutes: float = Field(15, ge=0, le=10_080, description="Unused for so long, it leaves the memory; 0: never")


class RerankSettings(Area):
    """A model that looks at question and passage together and puts the found passages in order."""

    url: HttpUrl | None = Field(
        None, description="Whole address of a reranker, `https://api.cohere.com/v2/rerank`; none: `directory` or nobody"
    )
    form: Literal["cohere", "tei"] = Field(
        "cohere", description="cohere (also Jina, Voyage, Infinity, vLLM, llama.cpp) or tei (Text Embeddings Inference)"
    )
    model: str | None = Field(None, description="The reranker's name there, where it needs one")
    api_key: SecretStr | None = Field(None, description="Its key")
    usd_per_million_tokens: Decimal | None = Field(
        None, ge=0, le=1_000_000, description="What it costs; neither this nor the next: its price is not known"
    )
    usd_per_request: Decimal | None = Field(
        None, ge=0, le=1_000, description="What each request costs, where those are counted, as at Cohere"
    )
    timeout_seconds: float = Field(5, gt=0, le=120, description="Time after which a search goes on without it")
    batch: int = Field(64, ge=1, le=1_000, description="Passages in one request")
    directory: Path | None = Field(
        None, description="A folder with an ONNX cross-encoder, which is asked instead of an address"
    )
