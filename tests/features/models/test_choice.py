"""Which models there are to choose, which one is the default, and the way to it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from convosphere.features.accounts.types import Role
from convosphere.features.models.actions import resolve_model, resolve_named_model
from convosphere.features.models.errors import (
    ConnectionDisabledError,
    ModelDisabledError,
    ModelNotFoundError,
    ModelVanishedError,
    NoModelError,
)
from convosphere.features.models.types import Asker, ResolvedModel
from convosphere.platform.context import Platform
from tests.fakes.provider import FakeProvider
from tests.features.models.conftest import Joins, Member

API = "/api/v1"


async def models(client: AsyncClient, member: Member) -> dict[str, dict[str, Any]]:
    """The models to choose by name."""
    response = await client.get(f"{API}/models", headers=member.headers)
    assert response.status_code == 200, response.text
    return {model["name"]: model for model in response.json()["items"]}


async def default(client: AsyncClient, member: Member) -> str:
    """The name of the default; there is exactly one."""
    (name,) = [name for name, model in (await models(client, member)).items() if model["is_default"]]
    return name


async def resolve(platform: Platform, member: Member, model_id: str | None = None) -> ResolvedModel:
    async with platform.database.transaction(member.organization_id) as session:
        wanted = UUID(model_id) if model_id is not None else None
        asker = Asker(member.person_id)
        return await resolve_model(session, platform, member.organization_id, wanted, asker=asker, locale="en")


async def refresh(client: AsyncClient, owner: Member, connection: dict[str, Any]) -> dict[str, dict[str, Any]]:
    response = await client.post(f"{API}/connections/{connection['id']}/refresh-models", headers=owner.headers)
    assert response.status_code == 200, response.text
    return {model["name"]: model for model in response.json()["items"]}


async def change(client: AsyncClient, owner: Member, model: dict[str, Any], **patch: Any) -> dict[str, Any]:
    response = await client.patch(f"{API}/models/{model['id']}", json=patch, headers=owner.headers)
    assert response.status_code == 200, response.text
    changed: dict[str, Any] = response.json()
    return changed


async def test_a_new_organisation_has_the_builtin_model(client: AsyncClient, owner: Member, platform: Platform) -> None:
    (model,) = (await models(client, owner)).values()
    assert model["display_name"] == "Built-in (no language model)"
    assert (model["provider"], model["is_default"], model["available"]) == ("builtin", True, True)
    assert model["capabilities"] == {"vision": False, "tools": False, "reasoning": False}
    resolved = await resolve(platform, owner)
    assert resolved.is_builtin
    assert resolved.connection.api_key is None


@pytest.mark.usefixtures("connected")
async def test_everyone_may_choose_a_model(client: AsyncClient, joins: Joins, stranger: Member) -> None:
    for role in (Role.MEMBER, Role.GUEST, Role.ADMIN):
        assert "fake-echo" in await models(client, await joins(role))
    assert "fake-echo" not in await models(client, stranger)
    assert (await client.get(f"{API}/models")).status_code == 401


async def test_the_first_real_model_becomes_the_default(
    client: AsyncClient, owner: Member, platform: Platform, connected: dict[str, Any]
) -> None:
    assert (await default(client, owner)).startswith("fake-")
    resolved = await resolve(platform, owner)
    assert resolved.connection.api_key == "sk-good-key"
    assert resolved.connection.base_url == connected["base_url"]
    assert resolved.connection.timeouts.first_token == platform.settings.models.first_token_timeout_seconds
    assert "sk-good-key" not in repr(resolved)


async def test_a_builtin_default_that_was_chosen_stays(
    client: AsyncClient, owner: Member, provider: FakeProvider
) -> None:
    await change(client, owner, (await models(client, owner))["builtin"], is_default=True)
    wish = {"provider": "openai", "name": "Fake", "base_url": provider.url}
    await client.post(f"{API}/connections", json=wish, headers=owner.headers)
    assert await default(client, owner) == "builtin"


async def test_an_administrator_chooses_the_default(
    client: AsyncClient, owner: Member, connected: dict[str, Any]
) -> None:
    changed = await change(client, owner, (await models(client, owner))["fake-echo"], is_default=True)
    assert changed["is_default"] is True
    assert await default(client, owner) == "fake-echo"
    await refresh(client, owner, connected)
    assert await default(client, owner) == "fake-echo"


async def test_a_default_that_is_switched_off_is_replaced(
    client: AsyncClient, owner: Member, platform: Platform, connected: dict[str, Any]
) -> None:
    before = await default(client, owner)
    await change(client, owner, (await models(client, owner))[before], enabled=False)
    after = await default(client, owner)
    assert after not in {before, "builtin"}
    await client.patch(f"{API}/connections/{connected['id']}", json={"enabled": False}, headers=owner.headers)
    assert await default(client, owner) == "builtin"
    await change(client, owner, (await models(client, owner))["builtin"], enabled=False)
    assert await models(client, owner) == {}
    with pytest.raises(NoModelError):
        await resolve(platform, owner)
    # The first that can be asked again is the default again.
    await client.patch(f"{API}/connections/{connected['id']}", json={"enabled": True}, headers=owner.headers)
    assert await default(client, owner) == after


async def test_vanished_models_are_kept_and_marked(
    client: AsyncClient, owner: Member, platform: Platform, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    chosen = (await models(client, owner))["fake-echo"]
    await change(client, owner, chosen, is_default=True)
    provider.models = ("fake-words-20", "fake-new")
    refreshed = await refresh(client, owner, connected)
    assert refreshed["fake-echo"]["available"] is False
    assert refreshed["fake-echo"]["id"] == chosen["id"]
    assert refreshed["fake-new"]["available"] is True
    assert await default(client, owner) == "fake-words-20"
    with pytest.raises(ModelVanishedError) as caught:
        await resolve(platform, owner, chosen["id"])
    assert caught.value.detail("en") == "“Fake” no longer offers “fake-echo”. Choose another model."
    counted = (await client.get(f"{API}/connections/{connected['id']}", headers=owner.headers)).json()
    assert counted["models_count"] == 2
    refused = await client.patch(f"{API}/models/{chosen['id']}", json={"is_default": True}, headers=owner.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "model_vanished")
    provider.models = ("fake-words-20", "fake-new", "fake-echo")
    assert (await refresh(client, owner, connected))["fake-echo"]["id"] == chosen["id"]
    assert (await resolve(platform, owner, chosen["id"])).name == "fake-echo"


async def test_a_provider_that_fails_takes_no_models_away(
    client: AsyncClient, owner: Member, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    await client.patch(f"{API}/connections/{connected['id']}", json={"api_key": "bad-now"}, headers=owner.headers)
    shown = (await client.get(f"{API}/connections/{connected['id']}", headers=owner.headers)).json()
    assert (shown["status"], shown["models_count"]) == ("failing", len(provider.models))
    assert all(model["available"] for model in (await models(client, owner)).values())


async def test_what_cannot_be_asked_says_why(
    client: AsyncClient, owner: Member, stranger: Member, platform: Platform, connected: dict[str, Any]
) -> None:
    found = await models(client, owner)
    await change(client, owner, found["fake-echo"], enabled=False, display_name="Echo")
    with pytest.raises(ModelDisabledError) as disabled:
        await resolve(platform, owner, found["fake-echo"]["id"])
    assert "“Echo”" in disabled.value.detail("en")
    assert "Einstellungen" in disabled.value.detail("de")
    with pytest.raises(ModelNotFoundError):
        await resolve(platform, owner, str(uuid4()))
    with pytest.raises(ModelNotFoundError):
        await resolve(platform, stranger, found["fake-words-20"]["id"])
    await client.patch(f"{API}/connections/{connected['id']}", json={"enabled": False}, headers=owner.headers)
    with pytest.raises(ConnectionDisabledError):
        await resolve(platform, owner, found["fake-words-20"]["id"])


async def test_a_model_can_be_found_by_its_providers_name(
    client: AsyncClient, owner: Member, platform: Platform, provider: FakeProvider, connected: dict[str, Any]
) -> None:
    async def named(name: str) -> ResolvedModel:
        async with platform.database.transaction(owner.organization_id) as session:
            asker = Asker(owner.person_id)
            return await resolve_named_model(session, platform, owner.organization_id, name, asker=asker, locale="de")

    assert (await named("fake-echo")).connection.id == connected["id"]
    assert (await named("builtin")).display_name == "Eingebaut (kein Sprachmodell)"
    with pytest.raises(ModelNotFoundError):
        await named("gpt-unknown")
    wish = {"provider": "openai", "name": "Second", "base_url": provider.url}
    second = (await client.post(f"{API}/connections", json=wish, headers=owner.headers)).json()
    await client.patch(f"{API}/connections/{connected['id']}", json={"enabled": False}, headers=owner.headers)
    assert (await named("fake-echo")).connection.id == second["id"]


async def test_a_model_can_be_renamed_and_gets_its_name_back(
    client: AsyncClient, owner: Member, connected: dict[str, Any]
) -> None:
    model = (await models(client, owner))["fake-echo"]
    assert (await change(client, owner, model, display_name="  Parrot "))["display_name"] == "Parrot"
    await refresh(client, owner, connected)
    assert (await models(client, owner))["fake-echo"]["display_name"] == "Parrot"
    assert (await change(client, owner, model, display_name=None))["display_name"] == "fake-echo"


@pytest.mark.parametrize(
    "patch",
    [{"is_default": False}, {"enabled": "maybe"}, {"display_name": ""}, {"display_name": "a\x00"}, {"name": "x"}],
)
async def test_bad_changes_of_a_model_are_refused(client: AsyncClient, owner: Member, patch: dict[str, Any]) -> None:
    model = (await models(client, owner))["builtin"]
    response = await client.patch(f"{API}/models/{model['id']}", json=patch, headers=owner.headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == f"body.{next(iter(patch))}"


async def test_only_administrators_change_models(
    client: AsyncClient, joins: Joins, owner: Member, stranger: Member
) -> None:
    url = f"{API}/models/{(await models(client, owner))['builtin']['id']}"
    assert (await client.patch(url, json={"enabled": False})).status_code == 401
    member = await joins(Role.MEMBER)
    assert (await client.patch(url, json={"enabled": False}, headers=member.headers)).status_code == 403
    hidden = await client.patch(url, json={"enabled": False}, headers=stranger.headers)
    assert (hidden.status_code, hidden.json()["code"]) == (404, "model_not_found")


@pytest.mark.usefixtures("connected")
async def test_models_page_by_cursor(client: AsyncClient, owner: Member) -> None:
    whole = list(await models(client, owner))
    paged: list[str] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(f"{API}/models", params=query, headers=owner.headers)).json()
        paged += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == whole
    assert len(paged) == 5
