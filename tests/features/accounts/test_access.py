"""The pattern that all features' routes follow: one transaction a request, committed before the answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.accounts.tables import Person
from convosphere.platform.context import Platform
from convosphere.platform.database import TransactionOpenError, forbid_open_transaction
from convosphere.platform.errors import ConflictError
from convosphere.platform.problems import install_problem_handlers
from tests.factories.accounts import MadeOrganization, create_api_key, sign_in_headers
from tests.harness.statements import counted

router = APIRouter()


@router.post("/rename")
async def rename(tx: InTransaction, name: str) -> str:
    person = await tx.session.get_one(Person, tx.actor.person_id)
    person.name = name
    return name


@router.post("/rename-and-fail")
async def rename_and_fail(tx: InTransaction) -> None:
    await rename(tx, "Nobody")
    raise ConflictError


@router.post("/fail-at-commit")
async def fail_at_commit(tx: InTransaction) -> str:
    (await tx.session.get_one(Person, tx.actor.person_id)).role = "emperor"
    return "told of a success that never was"


@router.post("/call-out-inside")
async def call_out_inside(tx: InTransaction) -> str:
    with pytest.raises(TransactionOpenError):
        forbid_open_transaction()
    return tx.actor.name


@router.post("/call-out")
async def call_out(actor: CurrentActor) -> str:
    forbid_open_transaction()
    return actor.name


@pytest.fixture
async def door(application: Application) -> AsyncIterator[AsyncClient]:
    """An application with the routes above."""
    app = FastAPI()
    app.state.platform = application.platform
    app.state.role_permissions = application.roles
    app.include_router(router)
    install_problem_handlers(app)
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


async def name_of(platform: Platform, organization: MadeOrganization) -> str:
    async with platform.database.transaction(organization.id) as session:
        return (await session.get_one(Person, organization.owner.id)).name


async def test_the_transaction_is_committed_when_the_answer_comes(
    door: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    seen: list[str] = []

    async def on_answer(scope: Any, receive: Any, send: Any) -> None:
        async def watching(message: Any) -> None:
            if message["type"] == "http.response.start":
                seen.append(await name_of(platform, organization))
            await send(message)

        await door_app(scope, receive, watching)

    transport = door._transport
    assert isinstance(transport, ASGITransport)
    door_app = transport.app
    async with AsyncClient(transport=ASGITransport(on_answer), base_url="http://localhost") as watched:
        await watched.post("/rename", params={"name": "Countess"}, headers=headers)
    assert seen == ["Countess"]


async def test_a_route_that_raises_leaves_nothing(
    door: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    assert (await door.post("/rename-and-fail", headers=headers)).status_code == 409
    assert await name_of(platform, organization) == organization.owner.name


async def test_a_commit_that_fails_is_no_success(
    door: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    response = await door.post("/fail-at-commit", headers=headers)
    assert response.status_code == 500
    assert "success" not in response.text


async def test_calling_out_is_for_routes_without_a_transaction(
    door: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    for headers in (
        await sign_in_headers(platform, organization.owner),
        {"Authorization": f"Bearer {await create_api_key(platform, organization.owner)}"},
    ):
        for path in ("/call-out", "/call-out-inside"):
            response = await door.post(path, headers=headers)
            assert (response.status_code, response.json()) == (200, organization.owner.name), path


async def test_knowing_who_asks_costs_one_query(
    door: AsyncClient, platform: Platform, organization: MadeOrganization
) -> None:
    headers = await sign_in_headers(platform, organization.owner)
    with counted(platform) as statements:
        await door.post("/call-out", headers=headers)
    # One that binds the organisation, one that finds the person by the session.
    assert len(statements) == 2, statements
