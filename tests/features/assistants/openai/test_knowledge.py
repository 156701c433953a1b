"""Programs name knowledge bases: searched as the key's person, cited in the answer's extension field."""

import httpx
import pytest
from openai import AsyncOpenAI
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope
from tests.factories.accounts import MadeOrganization, create_api_key, create_organization
from tests.factories.knowledge import MadeDocument, create_base, create_document
from tests.fakes.plan import Plan
from tests.fakes.provider import FakeProvider
from tests.features.assistants.openai.conftest import Door

LEAVE = "Everybody has 30 days of annual leave. It is asked for in writing."
QUESTION = {"model": "fake-words-5", "messages": [{"role": "user", "content": "How many days of annual leave?"}]}


@pytest.fixture
async def leave(application: Application, organization: MadeOrganization) -> MadeDocument:
    base = await create_base(application.platform, organization.id)
    return await create_document(application.platform, organization.id, base, "Leave.md", [LEAVE], page=2)


@pytest.fixture
async def key(application: Application, organization: MadeOrganization) -> dict[str, str]:
    scopes = [ApiKeyScope.CHAT, ApiKeyScope.KNOWLEDGE]
    return {"Authorization": f"Bearer {await create_api_key(application.platform, organization.owner, scopes)}"}


async def ask(door: Door, headers: dict[str, str], **more: object) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.post(f"{door.url}/chat/completions", headers=headers, json=QUESTION | more)


async def test_an_answer_rests_on_the_bases_that_are_named(
    application: Application,
    organization: MadeOrganization,
    door: Door,
    key: dict[str, str],
    provider: FakeProvider,
    leave: MadeDocument,
) -> None:
    provider.script(Plan(reply="30 days [1], not [2]."), times=3)
    answered = await ask(door, key, knowledge={"bases": [str(leave.base_id)]})
    body = answered.json()
    knowledge = body["knowledge"]
    assert (knowledge["question"], knowledge["confidence"], knowledge["searched"]) == (
        "How many days of annual leave?",
        "high",
        1,
    )
    (cited,) = knowledge["citations"]
    assert (cited["number"], cited["document_id"], cited["page"]) == (1, str(leave.id), 2)
    assert cited["quote"] == "Everybody has 30 days of annual leave."
    assert LEAVE in provider.chats[-1].body["messages"][-1]["content"]
    assert (await ask(door, key)).json().get("knowledge") is None
    # As a stream, with OpenAI's own client.
    client = AsyncOpenAI(base_url=door.url, api_key=key["Authorization"].removeprefix("Bearer "))
    extra = {"knowledge": {"documents": [str(leave.id)], "question": "annual leave"}}
    stream = await client.chat.completions.create(**QUESTION, stream=True, extra_body=extra)  # type: ignore[call-overload]  # a plain request
    chunks = [chunk async for chunk in stream]
    await client.close()
    last = next(chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason)
    assert last.model_extra["knowledge"]["citations"][0]["document_id"] == str(leave.id)
    async with application.platform.database.transaction(organization.id) as session:
        uses = await session.execute(text("SELECT document_id, kind, count FROM knowledge_uses"))
        assert [tuple(row) for row in uses] == [(leave.id, "cited", 2)]


async def test_only_what_the_keys_person_may_read_is_searched(
    application: Application,
    organization: MadeOrganization,
    door: Door,
    key: dict[str, str],
    provider: FakeProvider,
    leave: MadeDocument,
) -> None:
    chosen = {"bases": [str(leave.base_id)]}
    narrow = await create_api_key(application.platform, organization.owner, [ApiKeyScope.CHAT])
    assert (await ask(door, {"Authorization": f"Bearer {narrow}"}, knowledge=chosen)).status_code == 403
    other = await create_organization(application.platform)
    foreign = await create_api_key(application.platform, other.owner, [ApiKeyScope.CHAT, ApiKeyScope.KNOWLEDGE])
    assert (await ask(door, {"Authorization": f"Bearer {foreign}"}, knowledge=chosen)).status_code == 404
    missing = await ask(door, key, knowledge={"bases": [str(leave.base_id), str(leave.id)]})
    assert (missing.status_code, missing.json()["error"]["param"]) == (404, "knowledge.bases[1]")
    assert (await ask(door, key, knowledge={"bases": ["x"]})).status_code == 400
    assert provider.chats == []
    async with application.platform.database.transaction(organization.id) as session:
        await session.execute(text("DELETE FROM documents"))
    nothing = await ask(door, key, knowledge=chosen)
    assert nothing.json()["knowledge"]["because"] == "nothing_readable"
    assert "nothing in them fits" in provider.chats[-1].body["messages"][0]["content"]
