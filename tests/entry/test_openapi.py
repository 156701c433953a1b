"""The OpenAPI document: complete, and about what is really answered."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.openapi import document
from convosphere.platform.errors import MEDIA_TYPE

Operation = dict[str, Any]
PROBLEM = {"$ref": "#/components/schemas/Problem"}


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The document as a build gets it: no database, no settings."""
    parsed = orjson.loads(document())
    assert isinstance(parsed, dict)
    return parsed


async def test_it_is_served_and_the_same_as_the_one_that_the_client_is_made_of(
    client: AsyncClient, schema: dict[str, Any]
) -> None:
    response = await client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.json() == schema


async def test_there_is_no_page_of_somebody_elses_scripts(client: AsyncClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert "swagger" not in (await client.get(f"/api/v1{path}")).text


def test_every_operation_is_described(schema: dict[str, Any]) -> None:
    names: list[str] = []
    for title, operation in operations(schema):
        assert operation.get("summary"), title
        assert operation.get("description"), title
        assert operation.get("tags"), title
        names.append(operation["operationId"])
    assert sorted(names) == sorted(set(names))
    assert all(name.isidentifier() and name[0].islower() for name in names), names


def test_every_error_of_the_api_is_a_problem(schema: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in str(schema)
    assert "ValidationError" not in schema["components"]["schemas"]
    assert set(schema["components"]["schemas"]["Problem"]["required"]) >= {"title", "status", "detail", "code"}
    for title, operation in operations(schema):
        # `/v1` speaks OpenAI's form, `/health/ready` its own.
        if " /api/v1/" not in title:
            continue
        failures = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        assert failures or title == "GET /api/v1/instance", title
        for status, answer in failures.items():
            assert answer["content"] == {MEDIA_TYPE: {"schema": PROBLEM}}, (title, status)
            assert answer["description"], (title, status)


def test_what_needs_somebody_signed_in_says_what_happens_without(schema: dict[str, Any]) -> None:
    secured = [(title, each) for title, each in operations(schema) if each.get("security") and " /api/v1/" in title]
    assert len(secured) > 20
    for title, operation in secured:
        assert "401" in operation["responses"], title


def test_what_takes_an_id_says_that_there_may_be_none(schema: dict[str, Any]) -> None:
    for title, operation in operations(schema):
        if "{" in title:
            assert "404" in operation["responses"], title


def test_whatever_can_be_invalid_says_so(schema: dict[str, Any]) -> None:
    for title, operation in operations(schema):
        if " /api/v1/" in title and (operation.get("parameters") or operation.get("requestBody")):
            assert "422" in operation["responses"], title


def test_numbers_in_addresses_have_an_end_that_the_database_can_hold(schema: dict[str, Any]) -> None:
    for title, operation in operations(schema):
        for parameter in operation.get("parameters", []):
            for kind in (parameter["schema"], *parameter["schema"].get("anyOf", [])):
                if kind.get("type") == "integer":
                    largest = kind.get("maximum", kind.get("exclusiveMaximum", 1 << 63))
                    assert largest < 1 << 63, f"{title}: {parameter['name']}"


def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    def references(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            for name, value in part.items():
                if name == "$ref":
                    yield str(value)
                else:
                    yield from references(value)
        elif isinstance(part, list):
            for value in part:
                yield from references(value)

    found = set(references(schema))
    assert PROBLEM["$ref"] in found
    for reference in found:
        place: Any = schema
        for step in reference.removeprefix("#/").split("/"):
            assert step in place, reference
            place = place[step]


def test_it_is_made_once(app: FastAPI) -> None:
    assert app.openapi() is app.openapi()
