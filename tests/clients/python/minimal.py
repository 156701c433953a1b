"""The least that a model of the API takes, so that tests name only what they are about."""

from typing import Any

from pydantic import BaseModel

_PLAIN: dict[str, Any] = {"string": "", "integer": 0, "number": 0, "boolean": False, "array": [], "object": {}}
_FORMATS = {"uuid": "019a4c1e-7d3a-7c41-9d7e-000000000000", "date-time": "2026-01-01T00:00:00Z"}


def minimal(kind: type[BaseModel], **fields: Any) -> dict[str, Any]:
    """JSON that `kind` accepts: these fields, null where it may be, else zeros and empty lists."""
    schema = kind.model_json_schema()
    return {**_object(schema, schema.get("$defs", {})), **fields}


def _object(schema: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(schema["properties"][name], others) for name in schema.get("required", [])}


def _value(schema: dict[str, Any], others: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(others[schema["$ref"].rsplit("/", 1)[-1]], others)
    if "anyOf" in schema:
        kinds = schema["anyOf"]
        return None if {"type": "null"} in kinds else _value(kinds[0], others)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if schema.get("type") == "object" and "properties" in schema:
        return _object(schema, others)
    return _FORMATS.get(schema.get("format", ""), _PLAIN.get(schema.get("type", "")))
