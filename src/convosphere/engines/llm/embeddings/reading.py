"""Reads OpenAI's list of embeddings."""

import base64
import sys
from array import array
from collections.abc import Mapping
from typing import Any

from convosphere.engines.llm.counts import read_usage as read_reported
from convosphere.engines.llm.embeddings.types import EmbeddingRequest, Embeddings, Vector, is_finite
from convosphere.engines.llm.errors import ProtocolError
from convosphere.engines.llm.failures import error_from_fault, read_fault
from convosphere.engines.llm.types import Usage


def read_embeddings(body: Mapping[str, Any], request: EmbeddingRequest, secrets: tuple[str, ...]) -> Embeddings:
    """The vectors of an answer in the order of the inputs. Raises ProviderError."""
    if body.get("error"):
        raise error_from_fault(read_fault(body, None), None, secrets)
    try:
        found = {_index(entry, place): _vector(entry["embedding"]) for place, entry in enumerate(body["data"])}
        vectors = [found[place] for place in range(len(request.inputs))]
    except (AttributeError, LookupError, TypeError, ValueError, OverflowError) as error:
        raise ProtocolError(f"embeddings of unknown shape: {type(error).__name__}; is it an embedding model?") from None
    if len(found) != len(vectors) or len({len(vector) for vector in vectors}) != 1 or not vectors[0]:
        raise ProtocolError("not one embedding of the same length for each input")
    if not all(map(is_finite, vectors)):
        raise ProtocolError("an embedding with something that is no number")
    return Embeddings(vectors, read_usage(body.get("usage"), request))


def read_usage(usage: object, request: EmbeddingRequest) -> Usage:
    """The provider's count, or our estimate."""
    tokens = usage.get("prompt_tokens") or usage.get("total_tokens") if isinstance(usage, Mapping) else None
    return read_reported(tokens, 0) or Usage(input_tokens=request.estimated_tokens(), estimated=True)


def _index(entry: Mapping[str, Any], place: int) -> int:
    index = entry.get("index")
    return index if isinstance(index, int) else place


def _vector(value: object) -> Vector:
    if isinstance(value, str):
        vector = array("f", base64.b64decode(value, validate=True))
        if sys.byteorder == "big":
            vector.byteswap()
        return vector
    if not isinstance(value, list):
        raise TypeError
    return array("f", value)
