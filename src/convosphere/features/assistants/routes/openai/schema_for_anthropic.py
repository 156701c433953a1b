"""A JSON Schema as Anthropic's structured outputs take it.

https://platform.claude.com/docs/en/build-with-claude/structured-outputs: every object says that it has no other
properties, and limits of numbers, texts and lists are refused. As Anthropic's own clients do, limits go into the
description, where the model reads them; whoever asked checks them, as OpenAI's programs do without `strict`.
"""

from collections.abc import Mapping
from typing import Any, Final

_LIMITS: Final = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
)
# Of these only the lowest numbers are taken.
_MOST_MIN_ITEMS: Final = 1
_FORMATS: Final = frozenset(
    {"date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"}
)
# Names of a schema's parts, which are no keywords themselves.
_NAMED: Final = frozenset({"properties", "$defs", "definitions"})
_VALUES: Final = frozenset({"enum", "const", "default", "examples", "required"})


def schema_for_anthropic(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same schema in Anthropic's words; what it has no word for at all is left for it to refuse."""
    told: dict[str, Any] = {}
    limits: list[str] = []
    for name, value in schema.items():
        if name in _LIMITS or _is_refused(name, value):
            limits.append(f"{name}: {value}")
        elif name in _NAMED and isinstance(value, Mapping):
            told[name] = {key: _part(each) for key, each in value.items()}
        else:
            told[name] = value if name in _VALUES else _part(value)
    if told.get("type") == "object" or "properties" in told:
        told.setdefault("additionalProperties", False)
    if limits:
        described = f"{told.get('description', '')} ({', '.join(limits)})".strip()
        told["description"] = described
    return told


def _is_refused(name: str, value: object) -> bool:
    if name == "minItems":
        return not isinstance(value, int) or value > _MOST_MIN_ITEMS
    return name == "format" and value not in _FORMATS


def _part(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return schema_for_anthropic(value)
    return [_part(each) for each in value] if isinstance(value, list) else value
