"""People who upload files, and a worker that checks them."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from httpx import AsyncClient, Response

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import Role
from convosphere.platform.clock import SystemClock
from tests.factories.accounts import MadeOrganization, MadePerson, create_organization, create_person, sign_in_headers
from tests.harness.calling import Calling

PATIENCE = 30


@pytest.fixture
def clock() -> SystemClock:
    """Files are checked in real time."""
    return SystemClock()


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    return await create_organization(application.platform)


@dataclass
class Uploader(Calling):
    """A person at the API of files."""

    person: MadePerson
    client: AsyncClient
    headers: dict[str, str]

    async def announce(self, name: str, size: int, expected: int = 201) -> Any:
        return await self.call("POST", "/files", expected, json={"name": name, "size": size})

    async def send(self, file_id: str, offset: int, piece: Any) -> Response:
        path, headers = f"/files/{file_id}/content", {"Upload-Offset": str(offset)}
        return await self.request("PATCH", path, content=piece, headers=headers)

    async def upload(self, name: str, content: bytes) -> str:
        """A file that has arrived whole; its id."""
        made = await self.announce(name, len(content))
        file_id, chunk = str(made["file"]["id"]), made["upload"]["chunk_bytes"]
        for start in range(0, len(content), chunk):
            sent = await self.send(file_id, start, content[start : start + chunk])
            assert sent.status_code == 204, sent.text
        return file_id

    async def checked(self, file_id: str) -> dict[str, Any]:
        """The file once its check has ended, whichever way."""
        async with asyncio.timeout(PATIENCE):
            while True:
                file = await self.call("GET", f"/files/{file_id}", 200)
                if file["status"] in {"ready", "refused"}:
                    assert isinstance(file, dict)
                    return file
                await asyncio.sleep(0.03)

    async def accepted(self, name: str, content: bytes) -> dict[str, Any]:
        """A file that has passed its check."""
        file = await self.checked(await self.upload(name, content))
        assert file["status"] == "ready", file
        return file

    async def refused(self, name: str, content: bytes) -> str:
        """Why a file did not pass its check."""
        file = await self.checked(await self.upload(name, content))
        assert file["status"] == "refused", file
        return str(file["problem"]["code"])

    async def link(self, file_id: str, query: str = "") -> str:
        return str((await self.call("GET", f"/files/{file_id}/link{query}", 200))["url"])

    async def fetch(self, file_id: str, query: str = "", **headers: str) -> Response:
        """The content behind a link; asked for by nobody who is signed in."""
        return await self.client.get(await self.link(file_id, query), headers=headers)


async def uploader(application: Application, client: AsyncClient, person: MadePerson) -> Uploader:
    return Uploader(person, client, await sign_in_headers(application.platform, person))


@pytest.fixture
async def member(application: Application, client: AsyncClient, organization: MadeOrganization) -> Uploader:
    person = await create_person(application.platform, organization.id)
    return await uploader(application, client, person)


@pytest.fixture
async def guest(application: Application, client: AsyncClient, organization: MadeOrganization) -> Uploader:
    person = await create_person(application.platform, organization.id, role=Role.GUEST)
    return await uploader(application, client, person)
