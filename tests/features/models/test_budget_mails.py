"""Who is told that a budget is nearly, or quite, used up: once a period, in their language."""

from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import Role
from convosphere.features.models.errors import BudgetExceededError
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, MadePerson, create_organization, create_person, sign_in_headers
from tests.factories.budgets import balance, caller, create_budget
from tests.harness.smtp import MailServer, mail_server


@pytest.fixture
async def mails() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
def settings(mails: MailServer) -> object:
    from tests.harness.platform import build_settings  # noqa: PLC0415 - as in conftest

    return build_settings(mail={"host": "127.0.0.1", "port": mails.port, "security": "none"})


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    return await create_organization(application.platform)


@pytest.fixture
async def worker(platform: Platform) -> None:
    await platform.jobs.start_worker(alone=True)


def words(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def spend(platform: Platform, person: MadePerson, tokens: int, **more: Any) -> None:
    asks = caller(platform, person.organization_id, person.id, **more)
    await asks.end(await asks.admit(0, 0), (tokens, 0))


@pytest.mark.usefixtures("worker")
async def test_a_person_is_told_when_it_is_near_and_when_it_is_used_up(
    client: AsyncClient, platform: Platform, clock: FrozenClock, organization: MadeOrganization, mails: MailServer
) -> None:
    person = await create_person(platform, organization.id)
    headers = await sign_in_headers(platform, person)
    await client.patch("/api/v1/me", json={"locale": "de"}, headers=headers)
    await create_budget(platform, organization.id, tokens=10_000, each_member=True, time_zone="Europe/Berlin")
    await spend(platform, person, 7_999)
    await spend(platform, person, 1)
    near = await mails.next_mail()
    assert near["Subject"] == "Ein Budget ist fast aufgebraucht"
    assert person.email in near["To"]
    assert "Ihr Tagesbudget ist fast aufgebraucht: 8.000 Tokens von 10.000 Tokens" in words(near)
    assert "02.01.2026, 00:00 (Europe/Berlin)" in words(near)
    await spend(platform, person, 1_999)
    asks = caller(platform, organization.id, person.id)
    for _ in range(2):
        with pytest.raises(BudgetExceededError):
            await asks.admit(1, 1)
    short = await mails.next_mail()
    assert short["Subject"] == "Ein Budget lässt zu wenig übrig"
    assert "Ihr Tagesbudget reicht nicht mehr für jede Frage: 9.999 Tokens von 10.000 Tokens" in words(short)
    assert person.email in short["To"]
    clock.advance(timedelta(days=1))
    await spend(platform, person, 12_000)
    # Both at once: only that it is used up.
    assert (await mails.next_mail())["Subject"] == "Ein Budget ist aufgebraucht"
    await spend_nothing(platform, person)
    assert mails.is_empty


async def spend_nothing(platform: Platform, person: MadePerson) -> None:
    """A refusal that everybody knows of."""
    with pytest.raises(BudgetExceededError):
        await caller(platform, person.organization_id, person.id).admit(1, 1)


@pytest.mark.usefixtures("worker")
async def test_who_was_told_that_it_is_used_up_is_not_told_afterwards_that_it_nearly_is(
    platform: Platform, organization: MadeOrganization, mails: MailServer
) -> None:
    budget = await create_budget(platform, organization.id, tokens=100)
    await spend(platform, organization.owner, 50)
    with pytest.raises(BudgetExceededError):
        await caller(platform, organization.id, organization.owner.id).admit(30, 30)
    assert (await mails.next_mail())["Subject"] == "A budget does not leave enough"
    refused = await balance(platform, organization.id, budget)
    assert refused.warned_at == refused.exhausted_at == platform.clock.now()
    # Nearly used up now, by a call that asks for less.
    await spend(platform, organization.owner, 40)
    await spend(platform, organization.owner, 10)
    assert mails.is_empty


@pytest.mark.usefixtures("worker")
async def test_of_a_common_budget_the_administrators_are_told(
    platform: Platform, organization: MadeOrganization, mails: MailServer
) -> None:
    admin = await create_person(platform, organization.id, role=Role.ADMIN)
    gone = await create_person(platform, organization.id, role=Role.ADMIN)
    member = await create_person(platform, organization.id)
    async with platform.database.transaction(organization.id) as session:
        await session.execute(text("UPDATE people SET deactivated_at = now() WHERE id = :id"), {"id": gone.id})
    await create_budget(platform, organization.id, tokens=100, period="month")
    await spend(platform, member, 85)
    told = [await mails.next_mail(), await mails.next_mail()]
    assert {str(mail["To"]).partition("<")[2].rstrip(">") for mail in told} == {admin.email, organization.owner.email}
    assert "The monthly budget of your organisation is nearly used up: 85 tokens of 100 tokens" in words(told[0])
    assert "2026-02-01 00:00 (UTC)" in words(told[0])
    assert mails.is_empty


@pytest.mark.usefixtures("worker")
async def test_of_a_keys_budget_its_person_is_told(
    platform: Platform, organization: MadeOrganization, mails: MailServer
) -> None:
    person = await create_person(platform, organization.id)
    key = await make_key(platform, person)
    await create_budget(platform, organization.id, tokens=100, subject_kind="api_key", subject_id=key)
    await spend(platform, person, 90, api_key_id=key)
    mail = await mails.next_mail()
    assert person.email in mail["To"]
    assert "The daily budget of the API key “Nightly”" in words(mail)


@pytest.mark.usefixtures("worker")
async def test_a_changed_limit_is_told_of_again(
    client: AsyncClient, platform: Platform, organization: MadeOrganization, mails: MailServer
) -> None:
    owner = organization.owner
    budget = await create_budget(platform, organization.id, tokens=100, subject_kind="person", subject_id=owner.id)
    await spend(platform, owner, 100)
    assert (await mails.next_mail())["Subject"] == "A budget is used up"
    headers = await sign_in_headers(platform, owner)
    changed = await client.patch(f"/api/v1/budgets/{budget}", headers=headers, json={"tokens": 200})
    assert changed.status_code == 200
    assert (await balance(platform, organization.id, budget)).exhausted_at is None
    await spend(platform, owner, 70)
    assert (await mails.next_mail())["Subject"] == "A budget is nearly used up"


@pytest.mark.usefixtures("worker")
async def test_the_mail_server_may_be_away_for_a_while(
    platform: Platform, organization: MadeOrganization, mails: MailServer
) -> None:
    mails.refusals = ["451 come back later"]
    await create_budget(platform, organization.id, tokens=100)
    await spend(platform, organization.owner, 100)
    assert organization.owner.email in (await mails.next_mail(20))["To"]


async def make_key(platform: Platform, person: MadePerson) -> UUID:
    async with platform.database.transaction(person.organization_id) as session:
        found = await session.scalar(
            text(
                "INSERT INTO api_keys (id, organization_id, person_id, name, key_hash, hint, scopes, created_at) "
                "VALUES (gen_random_uuid(), :organization, :person, 'Nightly', '\\x00', 'abcd', '{chat}', now()) "
                "RETURNING id"
            ),
            {"organization": person.organization_id, "person": person.id},
        )
    assert isinstance(found, UUID)
    return found
