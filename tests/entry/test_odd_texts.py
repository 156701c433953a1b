"""Every request of the document with odd texts in every field: stored, or refused with the field's name, never a
failure.

What the database does not take (NUL, halves of signs), what turns writing around, what other languages would read as
theirs. A route that is added is tried without being listed here.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.platform.context import Platform
from tests.entry.conftest import Knock
from tests.factories.accounts import create_organization, sign_in_headers

ODD = ("a\0b", "\ud83e", "🦆👩‍👩‍👧 \u202eעברית\u200f '); -- %s {0} {{x}} \\u0000")
# These end who asks, or are about nobody who is signed in.
SPARED = re.compile(r"/api/v1/(auth/.*|me/password)|/v1/.*")
DEEPEST = 6


class Shapes:
    """Bodies after the document's schemas, with one text in all that is text."""

    def __init__(self, document: dict[str, Any], an_id: str) -> None:
        self._schemas = document["components"]["schemas"]
        self._id = an_id

    def bodies(self, schema: dict[str, Any], odd: str) -> Iterator[Any]:
        """With every field, and with each beside those that there must be.

        Each by itself with the first of the odd ones only: it is what fails where a text is stored unseen.
        """
        whole = self._value(schema, odd, 0)
        yield whole
        if odd != ODD[0]:
            return
        needed = self._resolved(schema).get("required", [])
        for name in self._resolved(schema).get("properties", {}):
            yield {each: value for each, value in whole.items() if each in needed or each == name}

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = self._schemas[schema["$ref"].rpartition("/")[2]]
        return schema

    def _value(self, schema: dict[str, Any], odd: str, depth: int) -> Any:
        schema = self._resolved(schema)
        chosen = next((schema[name][0] for name in ("anyOf", "oneOf", "allOf") if name in schema), None)
        if depth > DEEPEST or chosen is not None:
            return None if chosen is None else self._value(chosen, odd, depth + 1)
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        kind = str(schema.get("type"))
        if kind == "array":
            return [self._value(schema.get("items", {}), odd, depth + 1)]
        if kind == "object":
            fields = schema.get("properties", {})
            return {name: self._value(each, odd, depth + 1) for name, each in fields.items()} or {odd: odd}
        formats = {"uuid": self._id, "date-time": "2030-01-01T00:00:00Z", "date": "2030-01-01"}
        number = max(schema.get("minimum", 1), 1)
        plain = {"integer": number, "number": number, "boolean": True}
        return plain.get(kind, formats.get(schema.get("format", ""), odd))


@pytest.fixture
async def owner(platform: Platform, app: FastAPI, knock: Knock) -> AsyncClient:
    """Signed in; failures are answered as they would be in production."""
    organization = await create_organization(platform)
    client = knock(app)
    client.headers.update(await sign_in_headers(platform, organization.owner))
    return client


async def things(owner: AsyncClient) -> dict[str, str]:
    """One of each that addresses name, so that requests get as far as what they say."""
    made: dict[str, str] = {}
    for name, path, body in (
        ("conversation_id", "/conversations", {}),
        ("folder_id", "/folders", {"name": "Folder"}),
        ("tag_id", "/tags", {"name": "tag"}),
        ("prompt_id", "/prompts", {"title": "Prompt", "content": "x"}),
        ("template_id", "/templates", {"name": "Template", "prompt": "x"}),
        ("group_id", "/groups", {"name": "Group"}),
        ("base_id", "/knowledge/bases", {"name": "Base"}),
    ):
        response = await owner.post(f"/api/v1{path}", json=body)
        assert response.status_code == 201, response.text
        made[name] = response.json()["id"]
    questions = {"name": "Set", "questions": [{"question": "x", "expected": [{"document_id": str(uuid4())}]}]}
    added = await owner.post(f"/api/v1/knowledge/bases/{made['base_id']}/question-sets", json=questions)
    if added.status_code == 201:
        made["set_id"] = added.json()["id"]
    sent = await owner.post(f"/api/v1/conversations/{made['conversation_id']}/messages", json={"content": "x"})
    made["message_id"] = sent.json()["answer"]["id"]
    return made


def address(path: str, ids: dict[str, str]) -> str:
    """Where one of each is, or what could be one."""
    places = {"kind": "person", "number": "1", "page": "1", "token": "nothing", "table": "documents"}
    return re.sub(r"{(\w+)}", lambda place: (places | ids).get(place.group(1), str(uuid4())), path)


async def test_bodies(app: FastAPI, owner: AsyncClient) -> None:
    ids = await things(owner)
    shapes = Shapes(app.openapi(), str(uuid4()))
    tried = 0
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            sent = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if sent is None or SPARED.fullmatch(path):
                continue
            for odd in ODD:
                for body in shapes.bodies(sent["schema"], odd):
                    # With escapes, as JSON may carry them: half a sign has no bytes of its own.
                    content = json.dumps(body)
                    response = await owner.request(
                        method, address(path, ids), content=content, headers={"Content-Type": "application/json"}
                    )
                    assert response.status_code < 500, (method, path, content, response.text)
                    if response.status_code == 422:
                        assert response.json()["errors"], (method, path, content)
                    tried += 1
    assert tried > 300


async def test_addresses(app: FastAPI, owner: AsyncClient) -> None:
    """The same in what stands behind the question mark."""
    ids = await things(owner)
    tried = 0
    for path, operations in app.openapi()["paths"].items():
        if SPARED.fullmatch(path):
            continue
        for method, operation in operations.items():
            names = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]
            if method != "get":
                continue
            for name in names:
                for odd in (ODD[0], ODD[2]):
                    query = {"q": "x", name: odd} if "q" in names else {name: odd}
                    response = await owner.get(address(path, ids), params=query)
                    assert response.status_code < 500, (path, query, response.text)
                    tried += 1
    assert tried > 100
