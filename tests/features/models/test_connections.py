"""Connecting providers: what is asked, what is shown, what is stored, what is refused."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.features.accounts.types import Role
from convosphere.platform.context import Platform
from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Joins, Member

URL = "/api/v1/connections"


async def rows(platform: Platform, member: Member, statement: str) -> list[dict[str, Any]]:
    async with platform.database.transaction(member.organization_id) as session:
        return [dict(row) for row in (await session.execute(text(statement))).mappings()]


async def test_connecting_lists_the_models_at_once(
    client: AsyncClient, owner: Member, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    assert connected["status"] == "ok"
    assert connected["models_count"] == len(provider.models)
    assert connected["last_error"] is None
    assert connected["last_checked_at"] is not None
    assert connected["has_api_key"] is True
    assert provider.requests[-1].headers["authorization"] == "Bearer sk-good-key"
    models = (await client.get("/api/v1/models", headers=owner.headers)).json()["items"]
    assert {model["name"] for model in models} == {"builtin", *provider.models}


async def test_anthropics_format_is_spoken_too(client: AsyncClient, owner: Member, provider: FakeProvider) -> None:
    wish = {"provider": "anthropic", "name": "Claude", "base_url": provider.anthropic_url, "api_key": "sk-ant-1"}
    response = await client.post(URL, json=wish, headers=owner.headers)
    assert response.json()["status"] == "ok"
    assert response.json()["models_count"] == len(provider.models)
    assert provider.requests[-1].headers["x-api-key"] == "sk-ant-1"


async def test_a_wrong_key_is_stored_as_failing_with_the_reason(
    client: AsyncClient, owner: Member, provider: FakeProvider
) -> None:
    wish = {"provider": "openai", "name": "Fake", "base_url": provider.url, "api_key": "bad-key"}
    created = await client.post(URL, json=wish, headers=owner.headers)
    assert created.status_code == 201
    shown = created.json()
    assert (shown["status"], shown["models_count"]) == ("failing", 0)
    assert shown["last_error"]["code"] == "provider_auth"
    tested = await client.post(f"{URL}/{shown['id']}/test", headers=owner.headers)
    assert tested.status_code == 200
    verdict = tested.json()
    assert (verdict["ok"], verdict["latency_ms"], verdict["models_count"]) == (False, None, 0)
    assert verdict["error"]["code"] == "provider_auth"
    assert verdict["error"]["title"] == "The provider refuses the API key"
    assert "The provider says: “" in verdict["error"]["detail"]
    assert "bad-key" not in created.text + tested.text


async def test_garbage_is_said_to_be_garbage(client: AsyncClient, owner: Member) -> None:
    # Our own server answers with problem+json, which no list of models is.
    from aiohttp import web  # noqa: PLC0415 - a server of a few lines, for this test alone

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>It works!</html>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/v1/models", page)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        wish = {"provider": "openai", "name": "Page", "base_url": f"http://127.0.0.1:{runner.addresses[0][1]}/v1"}
        shown = (await client.post(URL, json=wish, headers=owner.headers)).json()
        assert (shown["status"], shown["last_error"]["code"]) == ("failing", "provider_protocol")
        remark = "More exactly: not JSON but text/html; is the base URL right?"
        assert shown["last_error"]["detail"].endswith(remark), "our words, not the provider's"
        refreshed = await client.post(f"{URL}/{shown['id']}/refresh-models", headers=owner.headers)
        assert refreshed.status_code == 502
    finally:
        await runner.cleanup()


async def test_a_repaired_key_is_tried_at_once(client: AsyncClient, owner: Member, provider: FakeProvider) -> None:
    wish = {"provider": "openai", "name": "Fake", "base_url": provider.url, "api_key": "bad-key"}
    connection_id = (await client.post(URL, json=wish, headers=owner.headers)).json()["id"]
    patched = await client.patch(f"{URL}/{connection_id}", json={"api_key": "sk-good"}, headers=owner.headers)
    assert (patched.json()["status"], patched.json()["last_error"]) == ("ok", None)
    verdict = (await client.post(f"{URL}/{connection_id}/test", headers=owner.headers)).json()
    assert verdict["ok"] is True
    assert verdict["error"] is None
    assert verdict["latency_ms"] >= 0
    assert verdict["models_count"] == len(provider.models)


async def test_secrets_are_sealed_and_never_shown(
    client: AsyncClient, platform: Platform, owner: Member, provider: FakeProvider
) -> None:
    wish = {
        "provider": "openai",
        "name": "Fake",
        "base_url": provider.url,
        "api_key": "sk-very-secret",
        "extra": {"headers": {"X-Team": "header-secret"}, "body": {"token": "body-secret"}},
    }
    created = await client.post(URL, json=wish, headers=owner.headers)
    listed = await client.get(URL, headers=owner.headers)
    for shown in (created.text, listed.text):
        assert "secret" not in shown
    assert created.json()["extra"]["header_names"] == ["X-Team"]
    assert created.json()["extra"]["body_fields"] == ["token"]
    assert provider.requests[-1].headers["x-team"] == "header-secret"
    (row,) = await rows(platform, owner, "SELECT * FROM model_connections WHERE provider = 'openai'")
    assert b"secret" not in row["secret"]
    assert "secret" not in str({name: value for name, value in row.items() if name != "secret"})


async def test_a_sealed_secret_does_not_open_in_another_row(
    client: AsyncClient, platform: Platform, owner: Member, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    wish = {"provider": "openai", "name": "Thief", "base_url": provider.url}
    thief = (await client.post(URL, json=wish, headers=owner.headers)).json()["id"]
    async with platform.database.transaction(owner.organization_id) as session:
        # The sealed secret of one row, put into the other.
        copied = "UPDATE model_connections SET secret = (SELECT secret FROM model_connections WHERE id = :a)"
        await session.execute(
            text(f"{copied} WHERE id = :b"),
            {"a": UUID(connected["id"]), "b": UUID(thief)},
        )
    tested = await client.post(f"{URL}/{thief}/test", headers=owner.headers)
    assert tested.status_code == 409
    assert tested.json()["code"] == "connection_secret_unreadable"
    renamed = await client.patch(f"{URL}/{thief}", json={"extra": {"models": ["m"]}}, headers=owner.headers)
    assert renamed.json()["code"] == "connection_secret_unreadable"
    # A new key is the way out.
    patched = await client.patch(f"{URL}/{thief}", json={"api_key": "sk-new"}, headers=owner.headers)
    assert patched.json()["status"] == "ok"


async def test_a_new_address_needs_the_key_anew(
    client: AsyncClient, owner: Member, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    url = f"{URL}/{connected['id']}"
    async with FakeProvider() as other:
        refused = await client.patch(url, json={"base_url": other.url}, headers=owner.headers)
        assert refused.status_code == 422
        assert refused.json()["code"] == "api_key_needed_again"
        assert refused.json()["errors"][0]["field"] == "body.api_key"
        assert not other.requests
        unchanged = (await client.get(url, headers=owner.headers)).json()
        assert unchanged["base_url"] == provider.url
        # The same address in other clothes is no new one.
        same = await client.patch(url, json={"base_url": provider.url + "/"}, headers=owner.headers)
        assert same.status_code == 200
        moved = await client.patch(url, json={"base_url": other.url, "api_key": "sk-2"}, headers=owner.headers)
        assert (moved.json()["base_url"], moved.json()["status"]) == (other.url, "ok")
        assert other.requests[-1].headers["authorization"] == "Bearer sk-2"
        dropped = await client.patch(url, json={"base_url": provider.url, "api_key": None}, headers=owner.headers)
        assert dropped.json()["has_api_key"] is False
        assert "authorization" not in provider.requests[-1].headers


async def test_secret_headers_and_bodies_do_not_follow_either(
    client: AsyncClient, owner: Member, provider: FakeProvider
) -> None:
    extra = {"headers": {"Authorization": "Basic c2VjcmV0"}, "body": {"key": "secret"}}
    wish = {"provider": "openai", "name": "Fake", "base_url": provider.url, "extra": extra}
    connection_id = (await client.post(URL, json=wish, headers=owner.headers)).json()["id"]
    for given, missing in (({}, "headers"), ({"headers": None}, "body")):
        patch = {"base_url": "http://127.0.0.1:9/v1", "extra": given}
        refused = await client.patch(f"{URL}/{connection_id}", json=patch, headers=owner.headers)
        assert refused.json()["errors"][0]["field"] == f"body.extra.{missing}"
    patch = {"base_url": "http://127.0.0.1:9/v1", "extra": {"headers": None, "body": {"fresh": 1}, "models": ["m"]}}
    moved = (await client.patch(f"{URL}/{connection_id}", json=patch, headers=owner.headers)).json()
    assert moved["extra"]["header_names"] == []
    assert moved["extra"]["body_fields"] == ["fresh"]
    assert moved["extra"]["models"] == ["m"]


async def test_models_can_be_named_for_servers_that_list_none(
    client: AsyncClient, owner: Member, provider: FakeProvider
) -> None:
    wish = {
        "provider": "openai",
        "name": "Named",
        "base_url": provider.url,
        "extra": {"models": ["fake-words-3", "fake-echo"], "max_tokens_field": "max_tokens"},
        "timeouts": {"connect": 2.5},
    }
    shown = (await client.post(URL, json=wish, headers=owner.headers)).json()
    assert (shown["status"], shown["models_count"]) == ("ok", 2)
    assert shown["timeouts"] == {"connect": 2.5, "first_token": None, "between_tokens": None}
    patient = {"timeouts": {"first_token": 900}}
    changed = (await client.patch(f"{URL}/{shown['id']}", json=patient, headers=owner.headers)).json()
    assert changed["timeouts"] == {"connect": None, "first_token": 900, "between_tokens": None}
    listed = await client.get(f"{URL}/{shown['id']}/models", headers=owner.headers)
    assert [model["name"] for model in listed.json()["items"]] == ["fake-words-3", "fake-echo"]


@pytest.mark.usefixtures("connected")
async def test_names_are_unique_in_an_organisation(
    client: AsyncClient, owner: Member, stranger: Member, provider: FakeProvider
) -> None:
    wish = {"provider": "openai", "name": "Fake", "base_url": provider.url}
    taken = await client.post(URL, json=wish, headers=owner.headers)
    assert (taken.status_code, taken.json()["code"]) == (409, "connection_name_taken")
    assert taken.json()["errors"][0]["field"] == "body.name"
    elsewhere = await client.post(URL, json=wish, headers=stranger.headers)
    assert elsewhere.status_code == 201
    other = (await client.post(URL, json=wish | {"name": "Other"}, headers=owner.headers)).json()
    renamed = await client.patch(f"{URL}/{other['id']}", json={"name": "Fake"}, headers=owner.headers)
    assert renamed.status_code == 409
    same = await client.patch(f"{URL}/{other['id']}", json={"name": "Other"}, headers=owner.headers)
    assert same.status_code == 200


async def test_a_deleted_connection_takes_its_models_along(
    client: AsyncClient, owner: Member, connected: dict[str, Any]
) -> None:
    assert (await client.delete(f"{URL}/{connected['id']}", headers=owner.headers)).status_code == 204
    assert (await client.get(f"{URL}/{connected['id']}", headers=owner.headers)).status_code == 404
    models = (await client.get("/api/v1/models", headers=owner.headers)).json()["items"]
    assert [(model["name"], model["is_default"]) for model in models] == [("builtin", True)]


async def test_the_builtin_connection_can_only_be_switched(client: AsyncClient, owner: Member) -> None:
    (builtin,) = (await client.get(URL, headers=owner.headers)).json()["items"]
    assert (builtin["provider"], builtin["status"], builtin["models_count"]) == ("builtin", "ok", 1)
    url = f"{URL}/{builtin['id']}"
    assert (await client.delete(url, headers=owner.headers)).json()["code"] == "connection_builtin"
    renamed = await client.patch(url, json={"name": "GPT-9"}, headers=owner.headers)
    assert (renamed.status_code, renamed.json()["code"]) == (409, "connection_builtin")
    off = await client.patch(url, json={"enabled": False}, headers=owner.headers)
    assert off.json()["enabled"] is False
    assert (await client.post(f"{url}/test", headers=owner.headers)).json()["ok"] is True
    assert (await client.get("/api/v1/models", headers=owner.headers)).json()["items"] == []


async def test_connections_page_by_cursor(client: AsyncClient, owner: Member, provider: FakeProvider) -> None:
    for number in range(4):
        wish = {"provider": "openai", "name": f"Fake {number}", "base_url": provider.url}
        await client.post(URL, json=wish, headers=owner.headers)
    names: list[str] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(URL, params=query, headers=owner.headers)).json()
        names += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert names == ["ConvoSphere", "Fake 0", "Fake 1", "Fake 2", "Fake 3"]
    refused = await client.get(URL, params={"cursor": "nonsense"}, headers=owner.headers)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "query.cursor")


GOOD = {"provider": "openai", "name": "Fake", "base_url": "http://127.0.0.1:9/v1"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"provider": "builtin"}, "body.provider"),
        ({"provider": None}, "body.provider"),
        ({"name": "  "}, "body.name"),
        ({"name": "a\x00b"}, "body.name"),
        ({"name": "a\nb"}, "body.name"),
        ({"name": "\u202egpj"}, "body.name"),
        ({"name": "x" * 101}, "body.name"),
        ({"base_url": "ftp://example.com"}, "body.base_url"),
        ({"base_url": "http://user:pass@example.com"}, "body.base_url"),
        ({"base_url": "http://example.com/#x"}, "body.base_url"),
        ({"base_url": ""}, "body.base_url"),
        ({"base_url": "http://" + "a" * 3_000}, "body.base_url"),
        ({"api_key": "two words"}, "body.api_key"),
        ({"api_key": "ключ"}, "body.api_key"),
        ({"api_key": " \n"}, "body.api_key"),
        ({"api_key": "k\r\nX-Other: 1"}, "body.api_key"),
        ({"api_key": "k" * 4_001}, "body.api_key"),
        ({"organization_id": str(uuid4())}, "body.organization_id"),
        ({"extra": {"unknown": 1}}, "body.extra.unknown"),
        ({"extra": {"headers": {"Host": "other"}}}, "body.extra.headers"),
        ({"extra": {"headers": {"Bad Name": "x"}}}, "body.extra.headers"),
        ({"extra": {"headers": {"X-A": "a\r\nX-B: b"}}}, "body.extra.headers"),
        ({"extra": {"body": {"messages": []}}}, "body.extra.body"),
        ({"extra": {"body": {"a": "x" * 20_001}}}, "body.extra.body"),
        ({"extra": {"models": ["a\x00"]}}, "body.extra.models"),
        ({"extra": {"vendor": "Not A Vendor"}}, "body.extra.vendor"),
        ({"timeouts": {"connect": 0}}, "body.timeouts.connect"),
        ({"timeouts": {"connect": 1e9}}, "body.timeouts.connect"),
    ],
)
async def test_bad_input_is_refused_by_its_field(
    client: AsyncClient, owner: Member, change: dict[str, Any], field: str
) -> None:
    response = await client.post(URL, json=GOOD | change, headers=owner.headers)
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["field"].startswith(field)
    if "api_key" in change:
        assert change["api_key"].strip()[:20] not in response.text or not change["api_key"].strip()


@pytest.mark.parametrize(
    "raw",
    [
        b'{"provider": "openai", "name": "\\ud800"}',
        b'{"provider": "openai", "name": "x", "api_key": "\\ud800"}',
        b'{"provider": "openai", "name": "x", "base_url": "http://\\ud800"}',
        b'{"provider": "openai", "name": "x", "extra": {"body": {"a": "\\ud800"}}}',
        b'{"provider": "openai", "name": "x", "extra": {"body": {"a": ' + b"[" * 300 + b"]" * 300 + b"}}}",
        b'{"provider": "openai", "name": "x", "timeouts": {"connect": NaN}}',
        b"[]",
        b"{",
        b"\xff\xfe",
        b"",
    ],
)
async def test_malformed_bodies_are_refused(client: AsyncClient, owner: Member, raw: bytes) -> None:
    headers = owner.headers | {"Content-Type": "application/json"}
    response = await client.post(URL, content=raw, headers=headers)
    assert response.status_code in {400, 422}, response.text
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("connection_id", ["nonsense", "00000000-0000-0000-0000-000000000000"])
async def test_unknown_connections_are_not_found(client: AsyncClient, owner: Member, connection_id: str) -> None:
    expected = {404, 422} if connection_id == "nonsense" else {404}
    for method, path in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/test"),
        ("POST", "/refresh-models"),
        ("GET", "/models"),
    ):
        response = await client.request(method, f"{URL}/{connection_id}{path}", headers=owner.headers)
        assert response.status_code in expected


async def test_german_problems_for_germans(client: AsyncClient, owner: Member, platform: Platform) -> None:
    async with platform.database.transaction(owner.organization_id) as session:
        await session.execute(text("UPDATE people SET locale = 'de'"))
    shown = (await client.get(f"{URL}/{uuid4()}", headers=owner.headers)).json()
    assert shown["title"] == "Diese Verbindung gibt es nicht"
    models = (await client.get("/api/v1/models", headers=owner.headers)).json()["items"]
    assert models[0]["display_name"] == "Eingebaut (kein Sprachmodell)"


async def test_only_administrators_see_and_manage_connections(
    client: AsyncClient, joins: Joins, stranger: Member, connected: dict[str, Any]
) -> None:
    url = f"{URL}/{connected['id']}"
    calls = [
        ("GET", URL, None),
        ("POST", URL, GOOD),
        ("GET", f"{URL}/discovered", None),
        ("GET", url, None),
        ("PATCH", url, {"name": "Mine"}),
        ("DELETE", url, None),
        ("POST", f"{url}/test", None),
        ("POST", f"{url}/refresh-models", None),
        ("GET", f"{url}/models", None),
        ("GET", "/api/v1/usage/summary", None),
    ]
    member, guest = await joins(Role.MEMBER), await joins(Role.GUEST)
    for method, path, body in calls:
        nobody = await client.request(method, path, json=body)
        assert nobody.status_code == 401, path
        for weak in (member, guest):
            refused = await client.request(method, path, json=body, headers=weak.headers)
            assert refused.status_code == 403, path
    for method, path, body in calls:
        if str(connected["id"]) in path:
            hidden = await client.request(method, path, json=body, headers=stranger.headers)
            assert (hidden.status_code, hidden.json()["code"]) == (404, "connection_not_found"), path
    others = (await client.get(URL, headers=stranger.headers)).json()["items"]
    assert [item["provider"] for item in others] == ["builtin"]
    admin = await joins(Role.ADMIN)
    assert (await client.get(url, headers=admin.headers)).json()["name"] == "Fake"
