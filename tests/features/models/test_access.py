"""Who may use which model: wherever one can be named or listed, to all others it does not exist."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.features.models.actions import resolve_model, small_models
from convosphere.features.models.errors import ModelNotFoundError, NoModelError
from convosphere.features.models.types import Asker
from convosphere.platform.context import Platform
from tests.factories.accounts import create_api_key, create_person
from tests.features.models.conftest import Joins, Member
from tests.features.models.test_chains import resolve
from tests.features.models.test_choice import API, change, default, models

pytestmark = pytest.mark.usefixtures("connected")


async def restrict(
    client: AsyncClient, owner: Member, model: dict[str, Any], *to: tuple[str, str], restricted: bool = True
) -> dict[str, Any]:
    body = {"restricted": restricted, "items": [{"kind": kind, "subject": subject} for kind, subject in to]}
    response = await client.put(f"{API}/models/{model['id']}/access", json=body, headers=owner.headers)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def group_of(client: AsyncClient, owner: Member, *people: Member) -> str:
    made = await client.post(f"{API}/groups", json={"name": f"G{uuid4()}"}, headers=owner.headers)
    group = str(made.json()["id"])
    for each in people:
        put = await client.put(f"{API}/groups/{group}/members/{each.person_id}", headers=owner.headers)
        assert put.status_code in {200, 201, 204}, put.text
    return group


async def test_roles_groups_and_people_are_let_in(client: AsyncClient, owner: Member, joins: Joins) -> None:
    anna, berta, carl = [await joins(Role.MEMBER) for _ in range(3)]
    guest = await joins(Role.GUEST)
    echo = (await models(client, owner))["fake-echo"]
    group = await group_of(client, owner, berta)
    shown = await restrict(client, owner, echo, ("role", "guest"), ("group", group), ("person", str(anna.person_id)))
    assert shown["restricted"] is True
    assert [(each["kind"], each["subject"]) for each in shown["items"]] == [
        ("role", "guest"),
        ("group", group),
        ("person", str(anna.person_id)),
    ]
    assert [each["name"] is None for each in shown["items"]] == [True, False, False]
    url = f"{API}/models/{echo['id']}/access"
    kept = (await client.get(url, headers=owner.headers)).json()
    assert {each["subject"]: each["name"] for each in kept["items"]} == {
        each["subject"]: each["name"] for each in shown["items"]
    }
    sees = ["fake-echo" in await models(client, who) for who in (anna, berta, guest, carl, owner)]
    assert sees == [True, True, True, False, False], "administrators too are only let in if named"
    # Taken at its word at once, without anything that could be stale.
    await client.delete(f"{API}/groups/{group}/members/{berta.person_id}", headers=owner.headers)
    assert "fake-echo" not in await models(client, berta)
    assert (await restrict(client, owner, echo, restricted=False))["items"] == []
    assert "fake-echo" in await models(client, carl)


async def test_to_others_it_does_not_exist(
    client: AsyncClient, owner: Member, joins: Joins, platform: Platform, statements: list[str]
) -> None:
    outsider, insider = await joins(Role.MEMBER), await joins(Role.MEMBER)
    found = await models(client, owner)
    echo = found["fake-echo"]
    await restrict(client, owner, echo, ("person", str(insider.person_id)))
    assert (await resolve(platform, insider, echo["id"], statements)).name == "fake-echo"
    assert len(statements) == 1
    with pytest.raises(ModelNotFoundError):
        await resolve(platform, outsider, echo["id"], statements)
    assert len(statements) == 1
    async with platform.database.transaction(owner.organization_id) as session:
        with pytest.raises(ModelNotFoundError):
            await resolve_model(
                session, platform, owner.organization_id, UUID(echo["id"]), asker=Asker(None), locale="en"
            )
    for method, path, body, field in (
        ("POST", "/conversations", {"model_id": echo["id"]}, "body.model_id"),
        (
            "POST",
            "/templates",
            {"name": "T", "model_id": echo["id"]},
            "body.model_id",
        ),
    ):
        response = await client.request(method, f"{API}{path}", json=body, headers=outsider.headers)
        shown = response.json()
        assert (response.status_code, shown["code"]) == (404, "model_not_found"), (path, response.text)
        assert shown["errors"][0]["field"] == field
        assert (await client.request(method, f"{API}{path}", json=body, headers=insider.headers)).status_code == 201
    made = (await client.post(f"{API}/conversations", json={}, headers=outsider.headers)).json()
    at = f"{API}/conversations/{made['id']}"
    for method, path, body in (
        ("PATCH", at, {"model_id": echo["id"]}),
        ("POST", f"{at}/messages", {"content": "Go", "model_id": echo["id"]}),
        ("POST", f"{at}/messages", {"content": "Go", "model_ids": [found["builtin"]["id"], echo["id"]]}),
    ):
        response = await client.request(method, path, json=body, headers=outsider.headers)
        assert (response.status_code, response.json()["code"]) == (404, "model_not_found"), response.text


async def test_programs_see_what_their_person_may_use(client: AsyncClient, owner: Member, platform: Platform) -> None:
    outsider, insider = [await create_person(platform, owner.organization_id) for _ in range(2)]
    await restrict(client, owner, (await models(client, owner))["fake-echo"], ("person", str(insider.id)))
    for person, status in ((insider, 200), (outsider, 404)):
        key = await create_api_key(platform, person, [ApiKeyScope.MODELS_READ, ApiKeyScope.CHAT])
        headers = {"Authorization": f"Bearer {key}"}
        assert (await client.get("/v1/models/fake-echo", headers=headers)).status_code == status
        body = {"model": "fake-echo", "messages": [{"role": "user", "content": "Hi"}]}
        assert (await client.post("/v1/chat/completions", json=body, headers=headers)).status_code == status


async def test_who_may_not_use_the_default_gets_the_best_of_theirs(
    client: AsyncClient, owner: Member, joins: Joins, platform: Platform, statements: list[str]
) -> None:
    insider, outsider = await joins(Role.MEMBER), await joins(Role.MEMBER)
    found = await models(client, owner)
    await change(client, owner, found["fake-echo"], is_default=True)
    await restrict(client, owner, found["fake-echo"], ("person", str(insider.person_id)))
    assert await default(client, insider) == "fake-echo"
    theirs = await default(client, outsider)
    assert theirs not in {"fake-echo", "builtin"}
    assert (await resolve(platform, insider, None, statements)).name == "fake-echo"
    assert len(statements) == 1
    assert (await resolve(platform, outsider, None, statements)).name == theirs
    assert len(statements) == 2
    # Who asks, the models; and one look for a default of their own.
    for who, own in ((insider, 1), (outsider, 2)):
        statements.clear()
        await models(client, who)
        assert len(statements) == 2 + own, statements
    # The default is the organisation's all the same.
    url = f"{API}/connections/{found['fake-echo']['connection']['id']}/models"
    managed = (await client.get(url, headers=owner.headers)).json()["items"]
    assert [(each["name"], each["restricted"]) for each in managed if each["is_default"]] == [("fake-echo", True)]
    for name in found.keys() - {"fake-echo"}:
        await restrict(client, owner, found[name])
    with pytest.raises(NoModelError):
        await resolve(platform, outsider, None)
    assert await models(client, outsider) == {}


async def test_chains_and_small_tasks_ask_only_what_the_person_may_use(
    client: AsyncClient, owner: Member, joins: Joins, platform: Platform
) -> None:
    insider, outsider = await joins(Role.MEMBER), await joins(Role.MEMBER)
    found = await models(client, owner)
    wanted, other = found["fake-words-20"], found["fake-echo"]
    await change(client, owner, wanted, fallbacks=[other["id"]])
    await change(client, owner, other, small_tasks=True)
    await restrict(client, owner, other, ("person", str(insider.person_id)))
    for who, names in ((insider, ["fake-echo"]), (outsider, [])):
        assert [each.name for each in (await resolve(platform, who, wanted["id"])).fallbacks] == names
        async with platform.database.transaction(owner.organization_id) as session:
            small = await small_models(
                session, platform, owner.organization_id, UUID(wanted["id"]), asker=Asker(who.person_id), locale="en"
            )
        assert [each.name for each in small] == [*names, "fake-words-20"]


async def test_what_is_gone_opens_nothing(client: AsyncClient, owner: Member, joins: Joins, platform: Platform) -> None:
    member = await joins(Role.MEMBER)
    echo = (await models(client, owner))["fake-echo"]
    group = await group_of(client, owner, member)
    await restrict(client, owner, echo, ("group", group))
    assert "fake-echo" in await models(client, member)
    await client.delete(f"{API}/groups/{group}", headers=owner.headers)
    assert "fake-echo" not in await models(client, member), "the last entry went, not the limit"
    shown = (await client.get(f"{API}/models/{echo['id']}/access", headers=owner.headers)).json()
    assert (shown["restricted"], shown["items"]) == (True, [])
    await client.delete(f"{API}/connections/{echo['connection']['id']}", headers=owner.headers)
    async with platform.database.transaction(owner.organization_id) as session:
        assert (await session.scalar(text("SELECT count(*) FROM model_access"))) == 0


async def test_bad_entries_are_refused(client: AsyncClient, owner: Member, stranger: Member) -> None:
    url = f"{API}/models/{(await models(client, owner))['fake-echo']['id']}/access"
    good = {"kind": "role", "subject": "guest"}
    for items, status, field in (
        ([good, {"kind": "role", "subject": "king"}], 404, "body.items.1.subject"),
        ([{"kind": "group", "subject": str(uuid4())}], 404, "body.items.0.subject"),
        ([{"kind": "person", "subject": str(stranger.person_id)}], 404, "body.items.0.subject"),
        ([{"kind": "person", "subject": "nobody"}], 404, "body.items.0.subject"),
        ([{"kind": "planet", "subject": "mars"}], 422, "body.items.0.kind"),
        ([good, good], 422, "body.items"),
        ([good] * 201, 422, "body.items"),
        ([{**good, "more": 1}], 422, "body.items.0.more"),
    ):
        response = await client.put(url, json={"restricted": True, "items": items}, headers=owner.headers)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (status, field), response.text
    assert (await client.get(url, headers=owner.headers)).json()["restricted"] is False


async def test_only_administrators_see_and_change_who_may_use_what(
    client: AsyncClient, owner: Member, stranger: Member, joins: Joins
) -> None:
    echo = (await models(client, owner))["fake-echo"]
    url = f"{API}/models/{echo['id']}/access"
    body = {"restricted": True, "items": [{"kind": "role", "subject": "member"}]}
    nobody: dict[str, str] = {}
    tries = [(nobody, 401), ((await joins(Role.GUEST)).headers, 403), ((await joins(Role.MEMBER)).headers, 403)]
    for headers, status in [*tries, (stranger.headers, 404), ((await joins(Role.ADMIN)).headers, 200)]:
        client.cookies.clear()
        assert (await client.get(url, headers=headers)).status_code == status
        assert (await client.put(url, json=body, headers=headers)).status_code == status
    trail = (await client.get(f"{API}/audit", headers=owner.headers)).json()["items"]
    assert trail[0]["action"] == "model.access_changed"
    assert trail[0]["details"] == {
        "name": "fake-echo",
        "restricted": True,
        "to": [{"kind": "role", "subject": "member", "name": None}],
    }
