"""The client's generated files: how they are made, and that stale ones are found."""

import json
from typing import Any

import pytest
from checks.python_client.__main__ import DOCUMENT, PACKAGE, generate
from checks.python_client.document import opened, own_api
from checks.python_client.operations import render_operations
from checks.rules.generated_python_client import check

from tests.checks.conftest import Repository

OK = {"description": "…", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingOut"}}}}


def _document() -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingIn"}}}, "required": True}
    kind = {"$ref": "#/components/schemas/Kind"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "paths": {
            "/api/v1/things": {
                "post": {"operationId": "createThing", "requestBody": body, "responses": {"201": OK}},
                "get": {
                    "operationId": "listThings",
                    "parameters": [
                        {"name": "cursor", "in": "query", "schema": {"type": "string"}},
                        {"name": "from", "in": "query", "schema": {"type": "string", "format": "date-time"}},
                    ],
                    "responses": {
                        "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Things"}}}}
                    },
                },
            },
            "/v1/models": {"get": {"operationId": "elsewhere", "responses": {"200": {}}}},
        },
        "components": {
            "schemas": {
                "Kind": {"type": "string", "enum": ["a", "b"]},
                "ThingIn": {
                    "type": "object",
                    "properties": {"kind": kind, "title": {"type": "string", "maxLength": 3, "title": "Title"}},
                    "required": ["kind"],
                },
                "ThingOut": {"type": "object", "properties": {"kind": kind}, "required": ["kind"]},
                "Things": {
                    "type": "object",
                    "properties": {
                        "items": {"type": "array", "items": {"$ref": "#/components/schemas/ThingOut"}},
                        "next_cursor": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    },
                    "required": ["items", "next_cursor"],
                },
                "Problem": {"type": "object", "properties": {"code": {"type": "string"}}, "required": ["code"]},
                "Elsewhere": {"type": "object", "properties": {}},
            }
        },
    }


@pytest.fixture
def fresh(repository: Repository) -> Repository:
    """A package with one module to mirror, generated just now."""
    repository.write("pyproject.toml", "[tool.ruff]\nline-length = 120\n")
    repository.write(DOCUMENT, json.dumps(_document()))
    repository.write(f"{PACKAGE}/_async/__init__.py")
    repository.write(f"{PACKAGE}/_async/io.py", "async def by_hand() -> None: ...\n")
    repository.write(
        f"{PACKAGE}/_async/stream.py", "class AsyncSocket:\n    async def go(self) -> None:\n        await self.go()\n"
    )
    generate(repository.root, repository.root / PACKAGE)
    return repository


def test_fresh_files_are_accepted_and_stale_ones_are_found(fresh: Repository) -> None:
    assert check(fresh.root) == []
    package = fresh.root / PACKAGE
    mirrored = (package / "_sync/stream.py").read_text()
    assert mirrored == "class Socket:\n    def go(self) -> None:\n        self.go()\n"
    assert not (package / "_sync/io.py").exists()
    models = (package / "models_gen.py").read_text()
    assert "kind: Kind | str" in models
    assert "class Elsewhere" not in models

    for path in ("models_gen.py", "_async/operations_gen.py", "_sync/stream.py"):
        (package / path).write_text("# changed by hand\n")
    fresh.write(f"{PACKAGE}/_sync/gone.py")
    assert sorted(finding.path.removeprefix(f"{PACKAGE}/") for finding in check(fresh.root)) == [
        "_async/operations_gen.py",
        "_sync/gone.py",
        "_sync/stream.py",
        "models_gen.py",
    ]


def test_a_document_that_cannot_be_read_is_found_with_its_reason(fresh: Repository) -> None:
    document = _document()
    document["paths"]["/api/v1/things"]["get"]["parameters"][0]["schema"] = {"type": "mystery"}
    fresh.write(DOCUMENT, json.dumps(document))
    (finding,) = check(fresh.root)
    assert "mystery" in finding.message


def test_a_tree_without_the_client_is_fine(repository: Repository) -> None:
    assert check(repository.root) == []


def test_what_only_the_server_judges_is_left_out_and_what_is_sent_stays_closed() -> None:
    schemas = opened(own_api(json.dumps(_document())))["components"]["schemas"]
    assert schemas["ThingIn"]["properties"]["title"] == {"type": "string"}
    assert schemas["ThingIn"]["properties"]["kind"] == {"$ref": "#/components/schemas/Kind"}
    assert {"type": "string"} in schemas["ThingOut"]["properties"]["kind"]["anyOf"]


def test_operations_are_methods_and_pages_iterators() -> None:
    source = render_operations(own_api(json.dumps(_document())))
    for line in (
        "async def create_thing(self, body: models.ThingIn) -> models.ThingOut:",
        "async def list_things(self, *, cursor: str | None = None, from_: datetime | None = None) -> models.Things:",
        "async def iterate_things(self, *, from_: datetime | None = None) -> AsyncIterator[models.ThingOut]:",
        '"from": from_',
    ):
        assert line in source
    assert "elsewhere" not in source
