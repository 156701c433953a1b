"""The prompt library and templates: kept, found, shared, and refused."""

from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from tests.factories.accounts import (
    MadeOrganization,
    MadePerson,
    create_api_key,
    create_organization,
    create_person,
    sign_in_headers,
)
from tests.harness.calling import Calling

PROMPT: dict[str, Any] = {"title": "Summarise", "content": "Summarise in {{language}}: {{ text }}", "command": "Sum"}
TEMPLATE: dict[str, Any] = {
    "name": "Interview",
    "prompt": "Ask me about {{topic}}",
    "variables": [{"name": "topic", "type": "choice", "options": ["music", "maths"]}],
    "first_messages": [{"role": "user", "content": "Be brief"}, {"role": "assistant", "content": "I will."}],
}


class Writer(Calling):
    """A person at the API."""

    def __init__(self, client: AsyncClient, headers: dict[str, str]) -> None:
        self.client = client
        self.headers = headers

    async def titles(self, query: str = "") -> list[str]:
        """All pages of the library, two rows each."""
        found: list[str] = []
        cursor = ""
        while True:
            page = await self.call("GET", f"/prompts?limit=2&{query}{cursor}", 200)
            found += [item["title"] for item in page["items"]]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    return await create_organization(application.platform)


async def writer(application: Application, client: AsyncClient, person: MadePerson) -> Writer:
    return Writer(client, await sign_in_headers(application.platform, person))


@pytest.fixture
async def owner(application: Application, client: AsyncClient, organization: MadeOrganization) -> Writer:
    return await writer(application, client, organization.owner)


@pytest.fixture
async def member(application: Application, client: AsyncClient, organization: MadeOrganization) -> Writer:
    return await writer(application, client, await create_person(application.platform, organization.id))


async def test_a_prompt_from_the_first_to_the_last_request(member: Writer) -> None:
    made = await member.call("POST", "/prompts", 201, json=PROMPT)
    assert (made["command"], made["variables"], made["editable"]) == ("sum", ["language", "text"], True)
    path = f"/prompts/{made['id']}"
    assert await member.call("GET", path, 200) == made
    changed = await member.call(
        "PUT", path, 200, json={**PROMPT, "title": " New\n title ", "command": None, "tags": ["x"]}
    )
    assert (changed["title"], changed["command"], changed["tags"]) == ("New title", None, ["x"])
    assert await member.titles("q=x") == ["New title"]
    await member.call("DELETE", path, 204)
    await member.call("GET", path, 404)


async def test_the_library_is_paged_by_title_and_searched(member: Writer) -> None:
    for title in ("banana", "Apple", "100% cherry", "date"):
        await member.call(
            "POST", "/prompts", 201, json={"title": title, "content": "x", "command": f"c-{title[:3]}".strip("% ")}
        )
    assert await member.titles() == ["100% cherry", "Apple", "banana", "date"]
    assert await member.titles("q=AN") == ["banana"]
    assert await member.titles("q=c-dat") == ["date"]
    assert await member.titles("q=%25") == ["100% cherry"]
    assert await member.titles("visibility=organization") == []


async def test_a_command_means_one_thing(owner: Writer, member: Writer) -> None:
    first = await member.call("POST", "/prompts", 201, json=PROMPT)
    refused = await member.call("POST", "/prompts", 409, json={**PROMPT, "command": "SUM"})
    assert (refused["code"], refused["errors"][0]["field"]) == ("command_taken", "body.command")
    shared = {**PROMPT, "visibility": "organization"}
    await owner.call("POST", "/prompts", 201, json=shared)
    await member.call("POST", "/prompts", 409, json=shared)
    await member.call("PUT", f"/prompts/{first['id']}", 409, json=shared)
    await owner.call("POST", "/prompts", 201, json=PROMPT)


async def test_what_is_shared_everybody_sees_and_its_owner_and_administrators_change(
    application: Application, client: AsyncClient, organization: MadeOrganization, owner: Writer, member: Writer
) -> None:
    other = await writer(application, client, await create_person(application.platform, organization.id))
    guest = await writer(
        application, client, await create_person(application.platform, organization.id, role=Role.GUEST)
    )
    for noun, body, name in (("prompts", PROMPT, "title"), ("templates", TEMPLATE, "name")):
        private = await member.call("POST", f"/{noun}", 201, json=body)
        shared = await member.call("POST", f"/{noun}", 201, json={**body, name: "Shared", "visibility": "organization"})
        for someone, editable in ((other, False), (guest, False), (owner, True), (member, True)):
            assert (await someone.call("GET", f"/{noun}/{shared['id']}", 200))["editable"] is editable
        for someone in (other, guest, owner):
            for method in ("GET", "DELETE"):
                await someone.call(method, f"/{noun}/{private['id']}", 404)
            await someone.call("PUT", f"/{noun}/{private['id']}", 404, json=body)
        for someone in (other, guest):
            await someone.call("PUT", f"/{noun}/{shared['id']}", 403, json=body)
            await someone.call("DELETE", f"/{noun}/{shared['id']}", 403)
        await guest.call("POST", f"/{noun}", 403, json={**body, "visibility": "organization"})
        own = await guest.call("POST", f"/{noun}", 201, json=body)
        await guest.call("PUT", f"/{noun}/{own['id']}", 403, json={**body, "visibility": "organization"})
        await owner.call("PUT", f"/{noun}/{shared['id']}", 200, json={**body, "visibility": "organization"})
        await owner.call("DELETE", f"/{noun}/{shared['id']}", 204)


async def test_others_and_nobody_get_nothing(
    application: Application, client: AsyncClient, organization: MadeOrganization, member: Writer
) -> None:
    stranger = await writer(application, client, (await create_organization(application.platform)).owner)
    nobody = Writer(client, {})
    key = await create_api_key(application.platform, organization.owner, [ApiKeyScope.MODELS_READ])
    reader = Writer(client, {"Authorization": f"Bearer {key}"})
    chat_key = await create_api_key(application.platform, organization.owner, [ApiKeyScope.CHAT])
    program = Writer(client, {"Authorization": f"Bearer {chat_key}"})
    for noun, body in (("prompts", PROMPT), ("templates", TEMPLATE)):
        shared = await member.call("POST", f"/{noun}", 201, json={**body, "visibility": "organization"})
        one = f"/{noun}/{shared['id']}"
        for method, path, sent in (
            ("GET", f"/{noun}", None),
            ("POST", f"/{noun}", body),
            ("GET", one, None),
            ("PUT", one, body),
            ("DELETE", one, None),
        ):
            await nobody.call(method, path, 401, json=sent)
            await reader.call(method, path, 403, json=sent)
            if path == one:
                await stranger.call(method, path, 404, json=sent)
                await stranger.call(method, f"/{noun}/{uuid4()}", 404, json=sent)
                await stranger.call(method, f"/{noun}/me", 422, json=sent)
        assert (await stranger.call("GET", f"/{noun}", 200))["items"] == []
        await program.call("POST", f"/{noun}", 201, json=body)
        await program.call("POST", f"/{noun}", 403, json={**body, "visibility": "organization"})


async def test_wrong_prompts_and_templates_are_named(member: Writer) -> None:
    for body, place, code in (
        ({**PROMPT, "title": " \n"}, "title", "string_too_short"),
        ({**PROMPT, "content": " "}, "content", "string_too_short"),
        ({**PROMPT, "content": "x" * 50_001}, "content", "string_too_long"),
        ({**PROMPT, "command": "two words"}, "command", "string_pattern_mismatch"),
        ({**PROMPT, "visibility": "public"}, "visibility", "literal_error"),
        ({**PROMPT, "tags": ["x"] * 21}, "tags", "too_long"),
    ):
        refused = await member.call("POST", "/prompts", 422, json=body)
        assert (refused["errors"][0]["field"], refused["errors"][0]["code"]) == (f"body.{place}", code)
    choice = {"name": "v", "type": "choice"}
    for body, place, code in (
        ({**TEMPLATE, "variables": [choice]}, ".variables.0", "options_missing"),
        (
            {**TEMPLATE, "variables": [{**choice, "options": ["a"], "default": "b"}]},
            ".variables.0",
            "default_no_option",
        ),
        ({**TEMPLATE, "variables": [{"name": "v"}, {"name": "v"}]}, "", "variable_twice"),
        ({**TEMPLATE, "variables": [{"name": "a b"}]}, ".variables.0.name", "string_pattern_mismatch"),
        ({**TEMPLATE, "first_messages": [{"role": "assistant", "content": "x"}]}, "", "messages_alternate"),
        (
            {**TEMPLATE, "first_messages": [{"role": "system", "content": "x"}]},
            ".first_messages.0.role",
            "literal_error",
        ),
    ):
        refused = await member.call("POST", "/templates", 422, json=body)
        assert (refused["errors"][0]["field"], refused["errors"][0]["code"]) == (f"body{place}", code), body
    refused = await member.call("POST", "/templates", 404, json={**TEMPLATE, "model_id": str(uuid4())})
    assert refused["errors"][0]["field"] == "body.model_id"
