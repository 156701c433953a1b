"""People who chat, a provider that answers them, and a worker that writes the answers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.platform.clock import FrozenClock, SystemClock
from tests.factories.accounts import MadeOrganization, MadePerson, create_organization, create_person, sign_in_headers
from tests.factories.models import connect_fake, model_id
from tests.fakes.provider import FakeProvider
from tests.harness.calling import Calling
from tests.harness.served import Served

PATIENCE = 20
MODELS = ("fake-words-20", "fake-words-200-50tps", "fake-echo", "fake-endless-50tps", "fake-emoji")


@pytest.fixture
def asked(request: pytest.FixtureRequest) -> bool:
    """Whether there is a provider that answers: not in modules that are marked `unasked`."""
    return request.node.get_closest_marker("unasked") is None


@pytest.fixture
def clock(*, asked: bool) -> SystemClock | FrozenClock:
    """Answers are written in real time; where none is, time passes when told to."""
    return SystemClock() if asked else FrozenClock()


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in ("OPENAI", "ANTHROPIC"):
        monkeypatch.delenv(f"{provider}_API_KEY", raising=False)


@pytest.fixture
async def provider(*, asked: bool) -> AsyncIterator[FakeProvider]:
    made = FakeProvider(models=MODELS)
    if not asked:
        yield made
        return
    async with made as running:
        yield running


@pytest.fixture
async def organization(application: Application, provider: FakeProvider, *, asked: bool) -> MadeOrganization:
    made = await create_organization(application.platform)
    if asked:
        await connect_fake(application.platform, application.gateway, made.id, provider)
    return made


@dataclass
class Chatter(Calling):
    """A person at the API."""

    person: MadePerson
    client: AsyncClient
    headers: dict[str, str]
    models: dict[str, UUID] = field(default_factory=dict)

    async def converse(self, model: str = "fake-words-20") -> str:
        """A new conversation with a model; its id."""
        body = {"model_id": str(self.models[model])} if self.models else {}
        made = await self.call("POST", "/conversations", 201, json=body)
        return str(made["id"])

    async def conversations(self, query: str = "") -> list[dict[str, Any]]:
        """All pages of the list, one after the other."""
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = await self.call("GET", f"/conversations?{query}{cursor}", 200)
            items += page["items"]
            if page["next_cursor"] is None:
                return items
            assert page["items"], "an empty page has no successor"
            cursor = f"&cursor={page['next_cursor']}"

    async def ask(self, conversation: str, content: str = "Go", **more: Any) -> dict[str, Any]:
        """A question; what the API answers."""
        body = {"content": content, **more}
        sent = await self.call("POST", f"/conversations/{conversation}/messages", 201, json=body)
        assert isinstance(sent, dict)
        return sent

    async def events(self, conversation: str, after: int, until: str) -> list[dict[str, Any]]:
        """All events after a number up to the first of a kind."""
        found: list[dict[str, Any]] = []
        async with asyncio.timeout(PATIENCE):
            while True:
                path = f"/conversations/{conversation}/events?after={after}&wait=5"
                page = await self.call("GET", path, 200)
                for entry in page["events"]:
                    found.append(entry)
                    if entry["event"]["type"].startswith(until):
                        return found
                after = page["cursor"]

    async def messages(self, conversation: str) -> dict[str, Any]:
        page = await self.call("GET", f"/conversations/{conversation}/messages", 200)
        assert isinstance(page, dict)
        return page

    async def answered(self, conversation: str, content: str = "Go", **more: Any) -> dict[str, Any]:
        """The answer to a question once it has ended, whichever way."""
        cursor = (await self.messages(conversation))["event_cursor"]
        answer = (await self.ask(conversation, content, **more))["answer"]
        await self.ended(conversation, cursor, answer["id"])
        page = await self.messages(conversation)
        return next(message for message in page["items"] if message["id"] == answer["id"])

    async def ended(self, conversation: str, after: int, answer_id: str) -> None:
        """Returns when the answer has ended."""
        kinds = ("message.completed", "message.failed", "message.stopped")
        async with asyncio.timeout(PATIENCE):
            while True:
                page = await self.call("GET", f"/conversations/{conversation}/events?after={after}&wait=5", 200)
                for entry in page["events"]:
                    event = entry["event"]
                    if event["type"] in kinds and event["message"]["id"] == answer_id:
                        return
                after = page["cursor"]


async def chatter(application: Application, client: AsyncClient, person: MadePerson) -> Chatter:
    """`person` at the API, with the ids of the fake's models if their organisation has them."""
    made = Chatter(person, client, await sign_in_headers(application.platform, person))
    offered = await made.call("GET", "/models", 200)
    names = {item["name"] for item in offered["items"]}
    for name in names & set(MODELS):
        made.models[name] = await model_id(application.platform, person.organization_id, name)
    return made


@pytest.fixture
async def owner(application: Application, client: AsyncClient, organization: MadeOrganization) -> Chatter:
    return await chatter(application, client, organization.owner)


@pytest.fixture
async def anna(application: Application, client: AsyncClient, organization: MadeOrganization) -> Chatter:
    """A member beside the owner."""
    return await chatter(application, client, await create_person(application.platform, organization.id, name="Anna"))


@pytest.fixture
async def ben(application: Application, client: AsyncClient, organization: MadeOrganization) -> Chatter:
    """One more."""
    return await chatter(application, client, await create_person(application.platform, organization.id, name="Ben"))


@pytest.fixture
async def server(app: FastAPI) -> AsyncIterator[Served]:
    served = Served(app)
    await served.start()
    yield served
    await served.stop()
