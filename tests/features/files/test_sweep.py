"""Clean-up, and what requests cost the database."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from convosphere.features.files import actions
from convosphere.features.files.tables import File
from convosphere.features.files.types import FileKey
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import MadeOrganization, sign_in_headers
from tests.features.files.conftest import PATIENCE, Uploader
from tests.features.files.test_uploads import stored

# Every request: one statement binds the organisation, one finds out who asks.
WHO = 2


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


async def test_what_is_never_sent_goes_after_a_day(member: Uploader, platform: Platform, clock: FrozenClock) -> None:
    old = (await member.announce("old.txt", 10))["file"]["id"]
    await member.send(old, 0, b"half")
    clock.advance(timedelta(hours=23))
    member.headers = await sign_in_headers(platform, member.person)
    young = (await member.announce("young.txt", 10))["file"]["id"]
    await member.send(young, 0, b"young")
    await actions.sweep_all(platform)
    assert len(await stored(platform, "incoming")) == 2
    clock.advance(timedelta(hours=2))
    await actions.sweep_all(platform)
    assert await stored(platform, "incoming") == [b"young"]
    async with platform.database.transaction(member.person.organization_id) as session:
        assert (await session.scalars(select(File.id))).all() == [UUID(young)]


async def test_a_worker_removes_a_deleted_file(member: Uploader, platform: Platform) -> None:
    file_id = await member.upload("a.txt", b"Hello")
    await member.call("DELETE", f"/files/{file_id}", 204)
    await platform.jobs.start_worker(alone=True)
    async with asyncio.timeout(PATIENCE):
        while True:
            if not await stored(platform, ""):
                return
            await asyncio.sleep(0.03)


async def test_a_deleted_file_leaves_nothing(
    member: Uploader, platform: Platform, organization: MadeOrganization
) -> None:
    file_id = await member.upload("a.txt", b"Hello")
    key = FileKey(organization.id, UUID(file_id))
    await actions.check_file(actions.Inspector.of(platform), key)
    assert b"Hello" in await stored(platform, "checked")
    await member.call("DELETE", f"/files/{file_id}", 204)
    assert (await member.call("GET", "/files/limits", 200))["used_bytes"] == 0
    await actions.sweep(platform, organization.id)
    assert await stored(platform, "") == []
    # A check that comes late finds nothing to do, and leaves nothing.
    await actions.check_file(actions.Inspector.of(platform), key)
    await actions.sweep(platform, organization.id)
    assert await stored(platform, "") == []


@pytest.mark.parametrize("before", [0, 5])
async def test_requests_cost_the_same_however_many_files_there_are(
    member: Uploader, statements: list[str], before: int
) -> None:
    for number in range(before):
        await member.announce(f"{number}.txt", 5)
    statements.clear()
    made = await member.announce("a.txt", 10)
    # The file, and what is used.
    assert len(statements) == WHO + 2, statements
    file_id = made["file"]["id"]
    for method, path, own in (
        ("GET", f"/files/{file_id}", 1),
        ("HEAD", f"/files/{file_id}/content", 1),
        ("GET", "/files/limits", 1),
    ):
        statements.clear()
        await member.call(method, path, 200)
        assert len(statements) == WHO + own, (path, statements)
    statements.clear()
    await member.send(file_id, 0, b"12345")
    # Before the piece is read: bind, the file, its pieces. After it is stored: bind, the offset, the piece.
    assert len(statements) == WHO + 6, statements
    statements.clear()
    await member.send(file_id, 5, b"12345")
    # The last one changes the status as well.
    assert len(statements) == WHO + 7, statements
