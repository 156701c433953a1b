"""What a model is for, told by its name, where its provider does not say."""

import re
from typing import Final

from convosphere.engines.llm.types import ModelKind

# The families that carry no "embed" in their names, as Ollama, LM Studio, TEI and Voyage offer them.
_EMBEDS: Final = re.compile(
    r"embed|(?:^|[/_-])(?:all-minilm|all-mpnet|bge|e5|multilingual-e5|gte|nomic-embed|mxbai|minilm|paraphrase-|sfr-|uae-"
    r"|voyage-(?:\d|code|law|finance|multilingual|large|lite))",
    re.IGNORECASE,
)
_RERANKS: Final = re.compile(r"rerank", re.IGNORECASE)


def kind_of(name: str) -> ModelKind:
    """What a model of this name is for."""
    if _RERANKS.search(name):
        return "other"
    return "embedding" if _EMBEDS.search(name) else "chat"
