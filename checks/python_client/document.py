"""The server's OpenAPI document as the Python client wants it: its own API only, and open to servers to come."""

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
PREFIX = "/api/v1"
_REF = "#/components/schemas/"
METHODS = ("get", "post", "put", "patch", "delete", "head")
# What the server judges: repeated here it would be wrong as soon as the server changes its mind. And titles, which only
# say the names again.
_JUDGED = frozenset(
    {"title", "examples", "pattern", "patternProperties", "minLength", "maxLength"}
    | {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems", "maxProperties"}
)
_JUDGED_FORMATS = frozenset({"email", "password", "uri"})


def own_api(text: str) -> Json:
    """The document without the doors for other software, and without schemas that only those use."""
    document: Json = json.loads(text)
    document["paths"] = {path: item for path, item in document["paths"].items() if path.startswith(f"{PREFIX}/")}
    schemas = document["components"]["schemas"]
    # What every event of a stream carries is in no operation; neither is the error that each may answer.
    used = reachable(document, [document["paths"], {"$ref": f"{_REF}Problem"}])
    document["components"]["schemas"] = {name: _bare(schemas[name]) for name in sorted(used)}
    return document


def opened(document: Json) -> Json:
    """The document, with enumerations in answers open: a newer server's values are texts, and no errors.

    What is sent stays closed: a wrong value is found here.
    """
    schemas = document["components"]["schemas"]
    sent = reachable(document, [operation.get("requestBody", {}) for *_, operation in operations(document)])
    enumerations = {name for name, schema in schemas.items() if "enum" in schema}
    for name in schemas.keys() - sent - enumerations:
        schemas[name] = _opened(schemas[name], enumerations)
    return document


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """(method, path, operation) of each."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def reachable(document: Json, starts: list[Json]) -> set[str]:
    """Names of the schemas that these parts of the document refer to, also by others."""
    schemas = document["components"]["schemas"]
    found: set[str] = set()
    left = [name for start in starts for name in _references(start)]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _references(schemas[name])
    return found


def name_in(reference: Json) -> str | None:
    """The schema's name if this is a reference."""
    target = reference.get("$ref")
    return target.removeprefix(_REF) if isinstance(target, str) else None


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        name = name_in(part)
        if name is not None:
            yield name
        for inner in part.values():
            yield from _references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _references(inner)


def _bare(part: object, *, names: bool = False) -> object:
    """A schema without what only the server judges. `names`: the keys are names of properties."""
    if isinstance(part, list):
        return [_bare(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _bare(inner, names=key == "properties" and not names)
        for key, inner in part.items()
        if names or (key not in _JUDGED and not (key == "format" and inner in _JUDGED_FORMATS))
    }


def _opened(part: object, enumerations: set[str]) -> object:
    if isinstance(part, list):
        return [_opened(inner, enumerations) for inner in part]
    if not isinstance(part, dict):
        return part
    if "enum" in part or name_in(part) in enumerations:
        about = {key: part[key] for key in ("description", "title", "default", "examples") if key in part}
        bare = {key: value for key, value in part.items() if key not in about}
        return {**about, "anyOf": [bare, {"type": "string"}]}
    return {key: _opened(inner, enumerations) for key, inner in part.items()}
