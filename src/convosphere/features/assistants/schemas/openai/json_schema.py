"""Whether a JSON Schema that a program sends is one, as far as providers look at it.

A provider that gets a broken one answers with words of its own, if it answers at all; here the place is named.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from convosphere.features.assistants.schemas.openai.fields import JsonObject

_TYPES: Final = frozenset({"object", "array", "string", "number", "integer", "boolean", "null"})
_SCHEMAS_BY_NAME: Final = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_SCHEMA: Final = frozenset({
    "items", "additionalProperties", "additionalItems", "not", "if", "then", "else", "contains", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties",
})  # fmt: skip
_SCHEMAS: Final = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
_NUMBERS: Final = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_COUNTS: Final = frozenset({
    "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains",
})  # fmt: skip
_TEXTS: Final = frozenset({"$ref", "title", "description", "pattern", "format", "$id", "$schema", "$anchor"})
# OpenAI's own limits are lower; beyond these nothing of use comes.
_DEEPEST: Final = 64
_MOST_PARTS: Final = 20_000

_Place = tuple[str, ...]


def check_json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema as it is.

    Raises:
        PydanticCustomError: `invalid_schema`; its `place` is the path to the keyword that is wrong.
    """
    waiting: list[tuple[_Place, object]] = [((), schema)]
    seen = 0
    while waiting:
        place, part = waiting.pop()
        seen += 1
        if isinstance(part, bool) and place:
            continue
        if not isinstance(part, dict) or len(place) > 2 * _DEEPEST or seen > _MOST_PARTS:
            raise _wrong(place)
        for keyword, value in part.items():
            waiting.extend(_inside((*place, keyword), keyword, value))
    return schema


def check_parameters(schema: dict[str, Any]) -> dict[str, Any]:
    """As `check_json_schema`, for a function: its arguments are an object. Empty: it has none."""
    if schema.get("type", "object") != "object":
        raise _wrong(("type",))
    return check_json_schema(schema)


def _inside(place: _Place, keyword: str, value: object) -> Iterator[tuple[_Place, object]]:
    """The schemas below a keyword, whose own value is checked."""
    if keyword in _SCHEMAS_BY_NAME:
        if not isinstance(value, dict):
            raise _wrong(place)
        yield from (((*place, name), each) for name, each in value.items())
    elif keyword in _SCHEMAS or (keyword == "items" and isinstance(value, list)):
        if not isinstance(value, list) or (not value and keyword != "items"):
            raise _wrong(place)
        yield from (((*place, str(number)), each) for number, each in enumerate(value))
    elif keyword in _SCHEMA:
        yield place, value
    elif not _is_right(keyword, value):
        raise _wrong(place)


def _is_right(keyword: str, value: object) -> bool:
    """Whether a keyword without schemas below it has a value that it can have; unknown ones may have any."""
    if keyword == "type":
        named = value if isinstance(value, list) else [value]
        return bool(named) and all(isinstance(each, str) and each in _TYPES for each in named)
    if keyword == "enum":
        return isinstance(value, list) and bool(value)
    if keyword == "required":
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if keyword in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if keyword in _COUNTS:
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return value is None or isinstance(value, str) if keyword in _TEXTS else True


def _wrong(place: _Place) -> PydanticCustomError:
    shown = ".".join(place)[:200] or "(root)"
    return PydanticCustomError("invalid_schema", "This is no JSON Schema: {place} is wrong.", {"place": shown})


JsonSchema = Annotated[JsonObject, AfterValidator(check_json_schema)]
FunctionParameters = Annotated[JsonObject, AfterValidator(check_parameters)]
