"""Request bodies as JSON bytes, whatever people typed."""

from collections.abc import Mapping

import orjson


def encode_body(body: Mapping[str, object]) -> bytes:
    """JSON in UTF-8. Lone surrogates, which UTF-8 cannot carry, become U+FFFD."""
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        return orjson.dumps(_repair(body))


def _repair(value: object) -> object:
    """The same value with every text valid. Raises TypeError later for what JSON cannot hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {str(_repair(str(key))): _repair(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_repair(item) for item in value]
    return value
