"""The operations: a method of the asynchronous client for each, and an iterator for each that pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checks.python_client.document import PREFIX, Json, name_in, operations

# The client itself does these: they deal in the session's cookie.
_OWN = frozenset({"signIn", "signOut", "refreshSession"})
# Newest page first, but oldest first within it: its iterator is written by hand.
_MIXED_ORDER = frozenset({"listMessages"})
_HEAD = '''"""One method for each operation of the API, by its name. Made from the document by `make openapi`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Literal
from uuid import UUID

from convosphere_client import models_gen as models
from convosphere_client._async.calling import AsyncCaller
from convosphere_client.requests import request, segment


class AsyncOperations(AsyncCaller):
    """The API. Errors come as `ProblemError`, one class a status."""
'''
_PLAIN = {
    ("string", None): "str",
    ("string", "uuid"): "UUID",
    ("string", "date-time"): "datetime",
    ("integer", None): "int",
    ("number", None): "float",
    ("boolean", None): "bool",
    ("null", None): "None",
}
_KEYWORDS = frozenset({"from", "import", "global", "class"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a method: where it goes, the API's name and ours, its type."""

    place: str
    name: str
    argument: str
    annotation: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """All that a method needs to know."""

    name: str
    method: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]
    body: str | None
    body_needed: bool
    content_type: str | None
    answer: str | None
    item: str | None


def render_operations(document: Json) -> str:
    """The source of the asynchronous half; a formatter may go over it."""
    found = [
        _read(document, method, path, operation)
        for method, path, operation in operations(document)
        if operation["operationId"] not in _OWN
    ]
    return _HEAD + "".join(
        line for operation in sorted(found, key=lambda each: each.name) for line in _render(operation)
    )


def _read(document: Json, method: str, path: str, operation: Json) -> Operation:
    identity = operation["operationId"]
    body, body_needed, content_type = _body(operation)
    answer = _answer(operation)
    item = None
    if answer is not None and identity not in _MIXED_ORDER:
        item = _item(document["components"]["schemas"].get(answer.removeprefix("models."), {}))
    return Operation(
        name=_snake(identity),
        method=method,
        path=path.removeprefix(PREFIX),
        about=str(operation.get("summary", identity)),
        parameters=tuple(
            _parameter(each) for each in operation.get("parameters", []) if each["in"] in ("path", "query", "header")
        ),
        body=body,
        body_needed=body_needed,
        content_type=content_type,
        answer=answer,
        item=item,
    )


def _parameter(given: Json) -> Parameter:
    needed = given.get("required", False)
    annotation = _annotation(given["schema"])
    if not needed and "None" not in annotation.split(" | "):
        annotation += " | None"
    argument = _snake(given["name"])
    return Parameter(
        given["in"], given["name"], f"{argument}_" if argument in _KEYWORDS else argument, annotation, needed
    )


def _annotation(schema: Json) -> str:
    """The type of a parameter or a body.

    Raises:
        ValueError: a form that is not known here yet.
    """
    reference = name_in(schema)
    if reference is not None:
        return f"models.{reference}"
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_annotation(each) for each in schema["anyOf"]))
    if "const" in schema:
        return f'Literal["{schema["const"]}"]'
    if "enum" in schema:
        return f"Literal[{', '.join(f'{chr(34)}{value}{chr(34)}' for value in schema['enum'])}]"
    if schema.get("type") == "array":
        return f"list[{_annotation(schema['items'])}]"
    kind = schema.get("type", "")
    plain = _PLAIN.get((kind, schema.get("format"))) or _PLAIN.get((kind, None))
    if plain is None:
        raise ValueError(f"a parameter of an unknown form: {schema}")
    return plain


def _body(operation: Json) -> tuple[str | None, bool, str | None]:
    """The body's type, whether it is needed, and its media type if it is sent as it is."""
    wanted = operation.get("requestBody")
    if wanted is None:
        return None, False, None
    ((media_type, content),) = wanted["content"].items()
    needed = wanted.get("required", False)
    if media_type != "application/json":
        return "bytes", needed, media_type
    return _annotation(content["schema"]).removesuffix(" | None"), needed, None


def _answer(operation: Json) -> str | None:
    """The type of the answer: a model, `bytes`, or nothing.

    Raises:
        ValueError: it has several, or one that is no model.
    """
    kinds = set()
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            content = response.get("content", {})
            schema = content.get("application/json", {}).get("schema")
            kinds.add(_annotation(schema) if schema else ("bytes" if content else None))
    if len(kinds) != 1 or any(kind and kind != "bytes" and not kind.startswith("models.") for kind in kinds):
        raise ValueError(f"{operation['operationId']} answers {kinds}")
    return kinds.pop()


def _item(page: Json) -> str | None:
    """The type of a page's items, if it is a page with more behind it."""
    properties = page.get("properties", {})
    if not {"items", "next_cursor"} <= properties.keys():
        return None
    return _annotation(properties["items"]["items"])


def _render(operation: Operation) -> Iterator[str]:
    yield f"\n    async def {operation.name}({_signature(operation)}) -> {operation.answer or 'None'}:\n"
    yield f'        """{_sentence(operation.about)}"""\n'
    call = f"request({_arguments(operation)})"
    if operation.answer is None:
        yield f"        await self._send({call})\n"
    elif operation.answer == "bytes":
        yield f"        return (await self._send({call})).content\n"
    else:
        yield f"        return await self._call({call}, {operation.answer})\n"
    if operation.item is not None and any(each.name == "cursor" for each in operation.parameters):
        yield from _render_iterator(operation)


def _render_iterator(operation: Operation) -> Iterator[str]:
    name = f"iterate_{operation.name.removeprefix('list_')}"
    passed = [each for each in operation.parameters if each.name != "cursor"]
    handed = ", ".join(
        [each.argument for each in passed if each.needed]
        + (["body"] if operation.body else [])
        + [f"{each.argument}={each.argument}" for each in passed if not each.needed]
        + ["cursor=cursor"]
    )
    yield f"\n    async def {name}({_signature(operation, without='cursor')}) -> AsyncIterator[{operation.item}]:\n"
    yield f'        """Everything that `{operation.name}` has, page by page."""\n'
    yield "        cursor: str | None = None\n"
    yield "        while True:\n"
    # An operation may have a parameter `page`.
    yield f"            found = await self.{operation.name}({handed})\n"
    yield "            for item in found.items:\n"
    yield "                yield item\n"
    yield "            cursor = found.next_cursor\n"
    yield "            if cursor is None:\n"
    yield "                return\n"


def _signature(operation: Operation, without: str | None = None) -> str:
    parts = ["self", *(f"{each.argument}: {each.annotation}" for each in operation.parameters if each.needed)]
    if operation.body is not None:
        parts.append(f"body: {operation.body}" if operation.body_needed else f"body: {operation.body} | None = None")
    optional = [each for each in operation.parameters if not each.needed and each.name != without]
    if optional:
        parts += ["*", *(f"{each.argument}: {each.annotation} = None" for each in optional)]
    return ", ".join(parts)


def _arguments(operation: Operation) -> str:
    places: dict[str, str] = {}
    for place in ("query", "header"):
        pairs = [f'"{each.name}": {each.argument}' for each in operation.parameters if each.place == place]
        if pairs:
            places["query" if place == "query" else "headers"] = f"{{{', '.join(pairs)}}}"
    if operation.content_type is not None:
        places |= {"content": "body", "content_type": f'"{operation.content_type}"'}
    elif operation.body is not None:
        places["body"] = "body"
    return ", ".join([f'"{operation.method}"', _path(operation), *(f"{key}={value}" for key, value in places.items())])


def _path(operation: Operation) -> str:
    arguments: dict[str, Any] = {each.name: each.argument for each in operation.parameters if each.place == "path"}
    if not arguments:
        return f'"{operation.path}"'
    filled = re.sub(r"\{(\w+)\}", lambda match: f"{{segment({arguments[match[1]]})}}", operation.path)
    return f'f"{filled}"'


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
