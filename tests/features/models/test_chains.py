"""Who stands in for a model: set by administrators, found with the model."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from convosphere.features.accounts.types import Role
from convosphere.features.models.actions import price_of, resolve_model, resolve_named_model
from convosphere.features.models.errors import ModelDisabledError
from convosphere.features.models.types import Absent, Asker, ResolvedModel
from convosphere.platform.context import Platform
from tests.factories.budgets import call
from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Joins, Member
from tests.features.models.test_choice import API, change, models, refresh

pytestmark = pytest.mark.usefixtures("connected")


async def resolve(
    platform: Platform, member: Member, model_id: str | None, statements: list[str] | None = None
) -> ResolvedModel:
    """The model; `statements` then holds what that took."""
    async with platform.database.transaction(member.organization_id) as session:
        await session.connection()
        if statements is not None:
            statements.clear()
        wanted = None if model_id is None else UUID(model_id)
        asker = Asker(member.person_id)
        return await resolve_model(session, platform, member.organization_id, wanted, asker=asker, locale="en")


async def test_a_chain_is_kept_in_its_order_and_found_by_one_statement_more(
    client: AsyncClient, owner: Member, platform: Platform, statements: list[str]
) -> None:
    found = await models(client, owner)
    ids = {name: model["id"] for name, model in found.items()}
    await resolve(platform, owner, ids["fake-echo"], statements)
    assert len(statements) == 1
    names = ["fake-words-200-50tps", "builtin", "fake-words-20"]
    changed = await change(client, owner, found["fake-echo"], fallbacks=[ids[name] for name in names])
    assert changed["fallbacks"] == [ids[name] for name in names]
    resolved = await resolve(platform, owner, ids["fake-echo"], statements)
    assert len(statements) == 2
    assert [model.name for model in resolved.fallbacks] == names
    assert resolved.fallbacks[0].connection.api_key == "sk-good-key"
    # Only the first one's list counts.
    await change(client, owner, found["fake-words-20"], fallbacks=[ids["fake-echo"]])
    assert all(not model.fallbacks for model in (await resolve(platform, owner, ids["fake-echo"])).fallbacks)
    async with platform.database.transaction(owner.organization_id) as session:
        asker = Asker(owner.person_id)
        named = await resolve_named_model(
            session, platform, owner.organization_id, "fake-echo", asker=asker, locale="en"
        )
    assert [model.name for model in named.fallbacks] == names
    assert (await change(client, owner, found["fake-echo"], fallbacks=[]))["fallbacks"] == []


async def test_who_cannot_be_asked_is_passed_over(
    client: AsyncClient, owner: Member, platform: Platform, provider: FakeProvider
) -> None:
    found = await models(client, owner)
    wish = {"provider": "openai", "name": "Second", "base_url": provider.url, "api_key": "k"}
    second = (await client.post(f"{API}/connections", json=wish, headers=owner.headers)).json()
    url = f"{API}/connections/{second['id']}"
    others = {m["name"]: m for m in (await client.get(f"{url}/models", headers=owner.headers)).json()["items"]}
    chain = [others["fake-echo"]["id"], found["fake-words-20"]["id"], others["fake-words-20"]["id"]]
    await change(client, owner, found["fake-echo"], fallbacks=chain)

    async def now() -> list[str]:
        return [str(model.id) for model in (await resolve(platform, owner, found["fake-echo"]["id"])).fallbacks]

    assert await now() == chain
    await change(client, owner, found["fake-words-20"], enabled=False)
    assert await now() == [chain[0], chain[2]]
    await client.patch(url, json={"enabled": False}, headers=owner.headers)
    assert await now() == []
    await client.delete(url, headers=owner.headers)
    await change(client, owner, found["fake-words-20"], enabled=True)
    assert await now() == [chain[1]]


async def test_for_a_model_that_has_vanished_the_next_is_found(
    client: AsyncClient, owner: Member, platform: Platform, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    found = await models(client, owner)
    ids = [found[name]["id"] for name in ("fake-words-200-50tps", "fake-words-20", "builtin")]
    await change(client, owner, found["fake-echo"], fallbacks=ids, display_name="Echo")
    provider.models = ("fake-words-20",)
    await refresh(client, owner, connected)
    resolved = await resolve(platform, owner, found["fake-echo"]["id"])
    assert (str(resolved.id), [each.name for each in resolved.fallbacks]) == (ids[1], ["builtin"])
    assert resolved.in_place_of == Absent(UUID(found["fake-echo"]["id"]), "Echo", "model_vanished")
    # Switched off is another matter: somebody wanted that.
    await change(client, owner, found["fake-words-20"], fallbacks=ids[2:], enabled=False)
    with pytest.raises(ModelDisabledError):
        await resolve(platform, owner, ids[1])


async def test_a_call_costs_what_the_model_costs_that_was_asked(
    client: AsyncClient, owner: Member, platform: Platform
) -> None:
    found = await models(client, owner)
    await change(client, owner, found["fake-echo"], fallbacks=[found["fake-words-20"]["id"]])
    await change(client, owner, found["fake-echo"], price={"input": "1", "output": "2"})
    await change(client, owner, found["fake-words-20"], price={"input": "10", "output": "20"})
    wanted = await resolve(platform, owner, found["fake-echo"]["id"])
    (other,) = wanted.fallbacks
    million = (1_000_000, 1_000_000)
    assert await price_of(wanted, call(platform.clock.now(), wanted, million)) == 3
    assert await price_of(wanted, call(platform.clock.now(), other, million)) == 30


async def test_bad_chains_are_refused(client: AsyncClient, owner: Member, stranger: Member) -> None:
    found = await models(client, owner)
    echo, words = found["fake-echo"], found["fake-words-20"]["id"]
    theirs = (await models(client, stranger))["builtin"]["id"]
    for fallbacks, status, field in (
        ([words, echo["id"]], 422, "body.fallbacks.1"),
        ([words, str(uuid4())], 404, "body.fallbacks.1"),
        ([theirs], 404, "body.fallbacks.0"),
        ([words, words], 422, "body.fallbacks"),
        ([str(uuid4()) for _ in range(6)], 422, "body.fallbacks"),
        (["x"], 422, "body.fallbacks.0"),
    ):
        response = await client.patch(
            f"{API}/models/{echo['id']}", json={"fallbacks": fallbacks}, headers=owner.headers
        )
        assert (response.status_code, response.json()["errors"][0]["field"]) == (status, field), response.text
    url = f"{API}/connections/{echo['connection']['id']}/models"
    kept = (await client.get(url, headers=owner.headers)).json()["items"]
    assert all(model["fallbacks"] == [] for model in kept)


async def test_only_administrators_say_who_stands_in(client: AsyncClient, owner: Member, joins: Joins) -> None:
    found = await models(client, owner)
    url = f"{API}/models/{found['fake-echo']['id']}"
    body = {"fallbacks": [found["fake-words-20"]["id"]]}
    for role, status in ((Role.GUEST, 403), (Role.MEMBER, 403), (Role.ADMIN, 200)):
        member = await joins(role)
        assert (await client.patch(url, json=body, headers=member.headers)).status_code == status
    trail = (await client.get(f"{API}/audit", headers=owner.headers)).json()["items"]
    assert trail[0]["action"] == "model.updated"
    assert trail[0]["details"] == {"name": "fake-echo", "changed": body}
