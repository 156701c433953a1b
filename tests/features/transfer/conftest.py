"""People who take chats out and bring some in, and a worker that does it."""

import asyncio
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.platform.clock import SystemClock
from tests.factories.accounts import MadeOrganization, MadePerson, create_organization, sign_in_headers
from tests.harness.calling import Calling

PATIENCE = 30


@pytest.fixture
def clock() -> SystemClock:
    """Jobs run in real time."""
    return SystemClock()


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in ("OPENAI", "ANTHROPIC"):
        monkeypatch.delenv(f"{provider}_API_KEY", raising=False)


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    return await create_organization(application.platform)


@dataclass
class Mover(Calling):
    """A person at the API."""

    person: MadePerson
    client: AsyncClient
    headers: dict[str, str]

    async def bring(self, content: bytes | object, name: str = "conversations.json", *, pieces: int = 1) -> Any:
        """Uploads a file to import and waits for its dry run."""
        data = content if isinstance(content, bytes) else orjson.dumps(content)
        made = await self.call("POST", "/imports", 201, json={"name": name, "size": len(data)})
        most = min(made["upload"]["chunk_bytes"], -(-len(data) // pieces))
        for start in range(0, len(data), most):
            await self.send(made["item"]["id"], start, data[start : start + most])
        return await self.settled(f"/imports/{made['item']['id']}", "uploading", "inspecting")

    async def send(self, import_id: str, start: int, piece: bytes, expected: int = 204) -> Any:
        path = f"/imports/{import_id}/content"
        return await self.call("PATCH", path, expected, content=piece, headers={"Upload-Offset": str(start)})

    async def run(self, import_id: str) -> Any:
        """Lets an import that was looked through come in."""
        await self.call("POST", f"/imports/{import_id}/run", 202)
        return await self.settled(f"/imports/{import_id}", "importing")

    async def export(self, form: str, scope: dict[str, Any]) -> Any:
        """Asks for an export and waits for it."""
        made = await self.call("POST", "/exports", 202, json={"scope": scope, "format": form})
        return await self.settled(f"/exports/{made['id']}", "waiting", "running")

    async def fetch(self, export: dict[str, Any]) -> bytes:
        """The file of an export, through its link, as nobody."""
        link = await self.call("GET", f"/exports/{export['id']}/link", 200)
        response = await self.client.get(link["url"])
        assert response.status_code == 200, response.text
        assert len(response.content) == export["size"]
        return response.content

    async def settled(self, path: str, *passing: str) -> Any:
        async with asyncio.timeout(PATIENCE):
            while True:
                found = await self.call("GET", path, 200)
                if found["status"] not in passing:
                    return found
                await asyncio.sleep(0.02)

    async def chats(self, **query: Any) -> list[dict[str, Any]]:
        page = await self.call("GET", "/conversations", 200, params={"limit": 200} | query)
        items = page["items"]
        assert isinstance(items, list)
        return items

    async def messages(self, conversation_id: str) -> list[dict[str, Any]]:
        page = await self.call("GET", f"/conversations/{conversation_id}/messages", 200)
        items = page["items"]
        assert isinstance(items, list)
        return items


async def mover(application: Application, client: AsyncClient, person: MadePerson) -> Mover:
    return Mover(person, client, await sign_in_headers(application.platform, person))


@pytest.fixture
async def owner(application: Application, client: AsyncClient, organization: MadeOrganization) -> Mover:
    return await mover(application, client, organization.owner)
