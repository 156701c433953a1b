"""Whatever goes wrong leaves as problem+json: precise, in the reader's language, and without leaking anything."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from psycopg import sql
from structlog.types import EventDict

from convosphere.features.accounts.tables import Person
from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls
from tests.entry.conftest import Knock
from tests.factories.accounts import MadeOrganization, create_organization, sign_in_headers

API = "/api/v1"
JSON = {"Content-Type": "application/json"}
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
LIMIT = 20_000


@pytest.fixture
async def organization(platform: Platform) -> MadeOrganization:
    return await create_organization(platform)


@pytest.fixture
async def headers(platform: Platform, organization: MadeOrganization) -> dict[str, str]:
    return await sign_in_headers(platform, organization.owner)


def problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """The response's problem, which is complete and says what is expected."""
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json"), (
        response.text
    )
    body = response.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, "about:blank")
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == response.headers["x-request-id"]
    assert isinstance(body, dict)
    return body


def texts(body: dict[str, Any]) -> dict[str, str]:
    """The fields to blame and what is said about each."""
    return {error["field"]: error["message"] for error in body["errors"]}


async def test_a_wrong_field_is_named_in_the_language_that_the_browser_asks_for(client: AsyncClient) -> None:
    wish = {"email": "ada@example.org", "surprise": 1}
    english = problem(await client.post(f"{API}/auth/sign-in", json=wish), 422, "invalid_input")
    assert texts(english) == {
        "body.password": "This field is required.",
        "body.surprise": "There is no such field.",
    }
    german = problem(await client.post(f"{API}/auth/sign-in", json=wish, headers=GERMAN), 422, "invalid_input")
    assert german["title"] == "Ungültige Eingabe"
    assert texts(german)["body.password"] == "Dieses Feld ist erforderlich."
    assert [error["code"] for error in german["errors"]] == [error["code"] for error in english["errors"]]


async def test_the_persons_own_language_comes_first(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, headers: dict[str, str]
) -> None:
    path = f"{API}/conversations/no-id"
    asked_in_german = await client.get(path, headers=headers | GERMAN)
    assert texts(problem(asked_in_german, 422, "invalid_input")) == {"path.conversation_id": "This must be a UUID."}
    async with platform.database.transaction(organization.id) as session:
        (await session.get_one(Person, organization.owner.id)).locale = "de"
    asked_in_english = await client.get(path, headers=headers | {"Accept-Language": "en"})
    assert texts(problem(asked_in_english, 422, "invalid_input")) == {
        "path.conversation_id": "Hier muss eine UUID stehen."
    }
    missing = await client.get(f"{API}/conversations/{organization.id}", headers=headers)
    assert problem(missing, 404, "not_found")["title"] == "Nicht gefunden"


async def test_each_problem_has_the_requests_id(client: AsyncClient) -> None:
    given = await client.get(f"{API}/me", headers={"X-Request-ID": "traced-by-the-proxy-1"})
    assert problem(given, 401, "unauthenticated")["request_id"] == "traced-by-the-proxy-1"
    hostile = await client.get(f"{API}/me", headers={"X-Request-ID": 'x" onload="1'})
    assert problem(hostile, 401, "unauthenticated")["request_id"] != 'x" onload="1'
    other = await client.get(f"{API}/me")
    assert other.headers["x-request-id"] != hostile.headers["x-request-id"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "json_invalid"),
        (b"", "missing"),
        (b"null", "model_attributes_type"),
        (b"[]", "model_attributes_type"),
        (b'{"title": 7}', "string_type"),
        (b'{"title": "\\ud800"}', "string_unicode"),
        (b'{"title": NaN}', "string_type"),
        (b'{"id": "' + b"f" * 64 + b'"}', "uuid_parsing"),
    ],
    ids=lambda value: value.decode(errors="replace")[:20] if isinstance(value, bytes) else value,
)
async def test_a_body_that_is_none_is_a_precise_problem(
    client: AsyncClient, headers: dict[str, str], content: bytes, code: str
) -> None:
    response = await client.post(f"{API}/conversations", headers=headers | JSON, content=content)
    errors = problem(response, 422, "invalid_input")["errors"]
    assert [error["code"] for error in errors] == [code]
    assert errors[0]["field"].startswith("body")


async def test_malformed_json_blames_the_body_and_no_field_in_it(client: AsyncClient, headers: dict[str, str]) -> None:
    response = await client.post(f"{API}/conversations", headers=headers | JSON, content=b'{"title": ')
    assert list(texts(problem(response, 422, "invalid_input"))) == ["body"]


async def test_a_body_that_no_parser_takes_is_a_malformed_request(client: AsyncClient, headers: dict[str, str]) -> None:
    for content in (b'{"title": "\xff"}', b"[" * 100_000, b'{"title": ' + b"1" * 5_000 + b"}"):
        response = await client.post(f"{API}/conversations", headers=headers | JSON, content=content)
        problem(response, 400, "bad_request")


@pytest.mark.settings(limits={"request_bytes": LIMIT})
async def test_a_body_beyond_the_limit_is_refused_when_it_is_announced(
    client: AsyncClient, headers: dict[str, str]
) -> None:
    fits = b'{"title": "ok"}'.ljust(LIMIT)
    assert (await client.post(f"{API}/conversations", headers=headers | JSON, content=fits)).status_code == 201
    response = await client.post(f"{API}/conversations", headers=headers | JSON | GERMAN, content=fits + b" ")
    body = problem(response, 413, "payload_too_large")
    assert str(LIMIT) in body["detail"]
    assert body["title"] == "Zu groß"


async def in_parts(whole: bytes) -> AsyncIterator[bytes]:
    """A body whose length nobody announces."""
    for start in range(0, len(whole), 1_000):
        yield whole[start : start + 1_000]


@pytest.mark.settings(limits={"request_bytes": LIMIT})
async def test_a_body_in_parts_within_the_limit_is_taken(client: AsyncClient, headers: dict[str, str]) -> None:
    body = in_parts(b'{"title": "ok"}'.ljust(LIMIT))
    assert (await client.post(f"{API}/conversations", headers=headers | JSON, content=body)).status_code == 201


@pytest.mark.settings(limits={"request_bytes": LIMIT})
async def test_a_body_in_parts_beyond_the_limit_is_refused(client: AsyncClient, headers: dict[str, str]) -> None:
    body = in_parts(b'{"title": "ok"}'.ljust(LIMIT + 1))
    response = await client.post(f"{API}/conversations", headers=headers | JSON, content=body)
    problem(response, 413, "payload_too_large")


@pytest.mark.settings(limits={"request_bytes": LIMIT})
async def test_no_more_than_the_limit_is_read(client: AsyncClient, headers: dict[str, str]) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 100 * LIMIT:
            read += 1_000
            yield b" " * 1_000

    response = await client.post(f"{API}/conversations", headers=headers | JSON, content=endless())
    assert 400 <= response.status_code < 500
    assert read <= LIMIT + 2_000


async def test_an_address_that_the_api_does_not_have(client: AsyncClient, headers: dict[str, str]) -> None:
    for path in ("/api/unknown", "/api", "/api/v1", f"{API}/unknown", f"{API}/conversations/x/y/z", "/health/unknown"):
        for method in ("GET", "POST", "DELETE"):
            response = await client.request(method, path, headers=headers)
            problem(response, 404, "not_found")
    german = await client.get(f"{API}/unknown", headers=GERMAN)
    assert problem(german, 404, "not_found")["title"] == "Nicht gefunden"


async def test_an_unknown_address_of_the_api_is_never_the_page(client: AsyncClient) -> None:
    for path in (
        "/api/unknown",
        f"{API}/unknown",
        f"{API}/conversations/x/y",
        "/v1/unknown",
        "/health/x",
        "/metrics/x",
    ):
        response = await client.get(path)
        assert response.status_code == 404, path
        assert "text/html" not in response.headers["content-type"], path


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", f"{API}/me", {"GET", "PATCH"}),
        ("GET", f"{API}/auth/sign-in", {"POST"}),
        ("DELETE", f"{API}/conversations", {"GET", "POST"}),
        ("POST", "/health/ready", {"GET"}),
        ("POST", "/metrics", {"GET"}),
    ],
)
async def test_a_wrong_method_is_told_apart_from_a_wrong_address(
    client: AsyncClient, method: str, path: str, allowed: set[str]
) -> None:
    response = await client.request(method, path, json={})
    problem(response, 405, "method_not_allowed")
    assert set(response.headers["allow"].split(", ")) <= allowed | {"HEAD"}


async def test_a_mistake_of_ours_tells_nothing_about_itself(
    app: FastAPI, knock: Knock, logged: list[EventDict]
) -> None:
    async def fail() -> None:
        raise RuntimeError("the password is sesame")

    app.add_api_route(f"{API}/fail", fail)
    # Before the web client, which takes every address.
    app.router.routes.insert(0, app.router.routes.pop())
    response = await knock(app).get(f"{API}/fail", headers={"X-Request-ID": "the-id-of-a-mistake"})
    body = problem(response, 500, "internal_error")
    assert body["request_id"] == "the-id-of-a-mistake"
    for secret in ("sesame", "RuntimeError", "Traceback", ".py"):
        assert secret not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    (noted,) = [entry for entry in logged if entry["event"] == "unhandled_error"]
    assert (noted["path"], bool(noted["exc_info"])) == (f"{API}/fail", True), "the log is where it is told"
    (answered,) = [entry for entry in logged if entry["event"] == "request"]
    assert answered["status"] == 500


async def test_a_database_that_is_away_is_temporary(
    client: AsyncClient,
    headers: dict[str, str],
    database_urls: DatabaseUrls,
    logged: list[EventDict],
) -> None:
    name = database_urls.app.database
    assert name is not None
    maintenance = database_urls.conninfo(database_urls.owner.set(database="postgres"))
    async with await psycopg.AsyncConnection.connect(maintenance, autocommit=True) as owner:
        await owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    for _ in range(2):
        response = await client.get(f"{API}/conversations", headers=headers)
        problem(response, 503, "unavailable")
        assert name not in response.text
        assert "psycopg" not in response.text
    assert "database_unavailable" in [entry["event"] for entry in logged]
