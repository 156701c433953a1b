"""People at the API of knowledge, and a worker that takes documents in."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import Role
from convosphere.platform.clock import SystemClock
from tests.factories.accounts import MadeOrganization, MadePerson, create_organization, create_person, sign_in_headers
from tests.harness.calling import Calling

PATIENCE = 30
ENDED = ("ready", "failed")


@pytest.fixture
def clock() -> SystemClock:
    """Documents are taken in in real time."""
    return SystemClock()


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    return await create_organization(application.platform)


@dataclass
class Keeper(Calling):
    """A person at the API of knowledge."""

    ROOT: ClassVar[str] = "/api/v1/knowledge"

    person: MadePerson
    client: AsyncClient
    headers: dict[str, str]

    async def base(self, **fields: Any) -> str:
        """A new base; its id."""
        made = await self.call("POST", "/bases", 201, json={"name": "Handbooks", **fields})
        return str(made["id"])

    async def let_in(self, base_id: str, other: "Keeper", role: str) -> None:
        """Gives somebody a role in a base."""
        await self.call("PUT", f"/bases/{base_id}/members/person/{other.person.id}", 200, json={"role": role})

    async def upload(self, base_id: str, name: str, content: bytes, **fields: Any) -> dict[str, Any]:
        """A file that has arrived whole; the upload."""
        wanted = {"name": name, "size": len(content), **fields}
        made = await self.call("POST", f"/bases/{base_id}/uploads", 201, json=wanted)
        for start in range(0, len(content), made["chunk_bytes"]):
            piece = content[start : start + made["chunk_bytes"]]
            path, headers = f"/uploads/{made['id']}/content", {"Upload-Offset": str(start)}
            sent = await self.request("PATCH", path, content=piece, headers=headers)
            assert sent.status_code == 204, sent.text
        upload = await self.call("GET", f"/uploads/{made['id']}", 200)
        assert isinstance(upload, dict)
        return upload

    async def taken_in(self, document_id: str) -> dict[str, Any]:
        """The document once its newest version has come to its end, whichever."""
        async with asyncio.timeout(PATIENCE):
            while True:
                document = await self.call("GET", f"/documents/{document_id}", 200)
                if document["status"] in ENDED:
                    assert isinstance(document, dict)
                    return document
                await asyncio.sleep(0.03)

    async def add(self, base_id: str, name: str, content: bytes, **fields: Any) -> dict[str, Any]:
        """A document that is ready."""
        upload = await self.upload(base_id, name, content, **fields)
        document = await self.taken_in(upload["document_id"])
        assert document["status"] == "ready", document["problem"]
        return document

    async def write(self, base_id: str, name: str, text: str, **fields: Any) -> dict[str, Any]:
        """A document made of a text, once it is ready."""
        wanted = {"name": name, "text": text, **fields}
        made = await self.call("POST", f"/bases/{base_id}/documents/from-text", 201, json=wanted)
        document = await self.taken_in(made["id"])
        assert document["status"] == "ready", document["problem"]
        return document

    async def finished(self, operation: Mapping[str, Any]) -> dict[str, Any]:
        """An operation once it has come to its end."""
        async with asyncio.timeout(PATIENCE):
            while True:
                now = await self.call("GET", f"/operations/{operation['id']}", 200)
                if now["status"] in {"done", "failed", "cancelled"}:
                    assert isinstance(now, dict)
                    return now
                await asyncio.sleep(0.03)


async def keeper(application: Application, client: AsyncClient, person: MadePerson) -> Keeper:
    return Keeper(person, client, await sign_in_headers(application.platform, person))


@pytest.fixture
async def anna(application: Application, client: AsyncClient, organization: MadeOrganization) -> Keeper:
    return await keeper(application, client, await create_person(application.platform, organization.id, name="Anna"))


@pytest.fixture
async def ben(application: Application, client: AsyncClient, organization: MadeOrganization) -> Keeper:
    return await keeper(application, client, await create_person(application.platform, organization.id, name="Ben"))


@pytest.fixture
async def admin(application: Application, client: AsyncClient, organization: MadeOrganization) -> Keeper:
    return await keeper(application, client, organization.owner)


@pytest.fixture
async def guest(application: Application, client: AsyncClient, organization: MadeOrganization) -> Keeper:
    person = await create_person(application.platform, organization.id, role=Role.GUEST)
    return await keeper(application, client, person)


@pytest.fixture
async def stranger(application: Application, client: AsyncClient) -> Keeper:
    """The owner of another organisation."""
    return await keeper(application, client, (await create_organization(application.platform)).owner)
