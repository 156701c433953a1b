"""Every route of files against: nobody, another organisation, a colleague, a key that may not, a guest."""

from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import ApiKeyScope, Role
from tests.factories.accounts import MadeOrganization, create_api_key, create_organization, create_person
from tests.features.files.conftest import Uploader, uploader

ROUTES = [
    ("post", "/files", 201),
    ("get", "/files/limits", 200),
    ("get", "/files/{file}", 200),
    ("head", "/files/{file}/content", 200),
    ("patch", "/files/{file}/content", 204),
    ("get", "/files/{file}/link", 409),
    ("delete", "/files/{file}", 204),
]
WITH_ID = [route for route in ROUTES if "{file}" in route[1]]


async def attempt(visitor: Uploader, method: str, path: str, file_id: str) -> tuple[int, str]:
    """Status and code of the answer."""
    options = {"json": {"name": "a.txt", "size": 5}} if method == "post" else {}
    headers = {"Upload-Offset": "0"} if method == "patch" else {}
    response = await visitor.request(method.upper(), path.format(file=file_id), headers=headers, **options)
    body = response.json() if response.content else {}
    return response.status_code, body.get("code", "")


@pytest.fixture
async def mine(member: Uploader) -> str:
    return str((await member.announce("a.txt", 5))["file"]["id"])


def test_the_table_is_complete(app: FastAPI) -> None:
    documented = {
        (method, path.removeprefix("/api/v1").replace("file_id", "file"))
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if "Files" in operation.get("tags", ())
    }
    # The one that needs nobody to be signed in: see test_content.py.
    assert documented == {(method, path) for method, path, _ in ROUTES} | {("get", "/files/content/{token}")}


async def test_nobody_gets_in(client: AsyncClient, member: Uploader, mine: str) -> None:
    for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Bearer csk_nothing"}):
        for method, path, _ in ROUTES:
            status, _ = await attempt(Uploader(member.person, client, headers), method, path, mine)
            assert status == 401, (method, path)


@pytest.mark.parametrize("where", ["another organisation", "the same organisation"])
@pytest.mark.parametrize("role", [Role.OWNER, Role.MEMBER])
async def test_what_belongs_to_somebody_else_does_not_exist(
    application: Application,
    client: AsyncClient,
    organization: MadeOrganization,
    member: Uploader,
    mine: str,
    where: str,
    role: Role,
) -> None:
    home = organization if where == "the same organisation" else await create_organization(application.platform)
    other = await uploader(application, client, await create_person(application.platform, home.id, role=role))
    for file_id in (mine, str(uuid4())):
        for method, path, _ in WITH_ID:
            status, code = await attempt(other, method, path, file_id)
            assert (status, code) == (404, "" if method == "head" else "file_not_found"), (method, path)
    assert (await member.call("GET", f"/files/{mine}", 200))["status"] == "uploading"


async def allowed_everything(visitor: Uploader) -> None:
    for method, path, expected in ROUTES:
        own = (await visitor.announce("b.txt", 5))["file"]["id"]
        assert (await attempt(visitor, method, path, own))[0] == expected, (method, path)


@pytest.mark.parametrize("role", list(Role))
async def test_everybody_may_upload_even_guests(
    application: Application, client: AsyncClient, organization: MadeOrganization, role: Role
) -> None:
    person = await create_person(application.platform, organization.id, role=role)
    await allowed_everything(await uploader(application, client, person))


async def test_a_key_needs_the_chat(
    application: Application, client: AsyncClient, organization: MadeOrganization, member: Uploader, mine: str
) -> None:
    scopes = [ApiKeyScope.MODELS_READ, ApiKeyScope.ACCOUNT_READ]
    weak = await create_api_key(application.platform, organization.owner, scopes)
    program = Uploader(organization.owner, client, {"Authorization": f"Bearer {weak}"})
    for method, path, _ in ROUTES:
        assert (await attempt(program, method, path, mine))[0] == 403, (method, path)
    key = await create_api_key(application.platform, organization.owner, [ApiKeyScope.CHAT])
    await allowed_everything(Uploader(organization.owner, client, {"Authorization": f"Bearer {key}"}))
    assert (await member.call("GET", f"/files/{mine}", 200))["status"] == "uploading"


async def test_what_is_no_id_is_named(member: Uploader) -> None:
    for wrong in ("me", "%00", "0198f3c2"):
        for method, path, _ in WITH_ID:
            assert (await attempt(member, method, path, wrong))[0] == 422, (method, path)
