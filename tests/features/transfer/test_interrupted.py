"""Imports and exports whose worker goes in the middle, or whose owner has had enough; and what an import costs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.transfer.actions import sweep, take_in, write_export
from convosphere.features.transfer.schemas import ChatFile
from convosphere.features.transfer.types import TransferKey
from convosphere.platform.clock import SystemClock
from convosphere.platform.context import Platform
from tests.factories.disk import files_below
from tests.features.transfer import samples
from tests.features.transfer.conftest import PATIENCE, Mover

CHATS = 120


class HastyClock(SystemClock):
    """A second passes with every look: jobs tell how far they are at each step, however fast the machine is."""

    def __init__(self) -> None:
        self._looks = 0.0

    def monotonic(self) -> float:
        self._looks += 1
        return self._looks


@pytest.fixture
def clock() -> HastyClock:
    return HastyClock()


def many(count: int = CHATS) -> list[dict[str, Any]]:
    return [
        samples.chatgpt(
            samples.node("q", None, "user", f"Question {n}", 1_700_000_000),
            samples.node("a", "q", "assistant", f"Answer {n}", 1_700_000_001),
            key=f"c-{n}",
            title=f"Chat {n}",
        )
        for n in range(count)
    ]


async def inspected(owner: Mover, platform: Platform, count: int = CHATS) -> TransferKey:
    """An import that may begin; no worker is here, the tests are."""
    data = orjson.dumps(many(count))
    made = await owner.call("POST", "/imports", 201, json={"name": "chats.json", "size": len(data)})
    await owner.send(made["item"]["id"], 0, data)
    key = TransferKey(owner.person.organization_id, UUID(made["item"]["id"]))
    await take_in.inspect_import(platform, key)
    await owner.call("POST", f"/imports/{key.id}/run", 202)
    return key


async def reached(found: Callable[[], Awaitable[bool]], task: asyncio.Task[None]) -> None:
    """Returns in the middle of a job."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await found():
                break
            await asyncio.sleep(0)
    assert not task.done()


async def killed(task: asyncio.Task[None]) -> None:
    """What is left when a worker is gone: whatever was committed."""
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def total(owner: Mover) -> int:
    """How many conversations there are."""
    count, cursor = 0, None
    while True:
        page = await owner.call(
            "GET", "/conversations", 200, params={"limit": 200, "cursor": cursor} if cursor else {"limit": 200}
        )
        count += len(page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            return count


async def test_an_import_goes_on_behind_what_a_killed_worker_has_stored(owner: Mover, application: Application) -> None:
    key = await inspected(owner, application.platform)

    async def some() -> bool:
        return bool((await owner.call("GET", f"/imports/{key.id}", 200))["imported"])

    task = asyncio.create_task(take_in.carry_out_import(application.platform, key))
    await reached(some, task)
    await killed(task)
    halfway = (await owner.call("GET", f"/imports/{key.id}", 200))["imported"]
    assert 0 < halfway < CHATS
    assert await total(owner) == halfway
    await take_in.carry_out_import(application.platform, key)
    done = await owner.call("GET", f"/imports/{key.id}", 200)
    assert (done["status"], done["imported"]) == ("done", CHATS)
    assert await total(owner) == CHATS
    # Delivered once more, as queues do: nothing happens.
    await take_in.carry_out_import(application.platform, key)
    assert await total(owner) == CHATS


async def test_an_import_begun_at_the_last_moment_is_not_swept_away(owner: Mover, application: Application) -> None:
    platform = application.platform
    data = orjson.dumps(many(2))
    made = await owner.call("POST", "/imports", 201, json={"name": "chats.json", "size": len(data)})
    await owner.send(made["item"]["id"], 0, data)
    key = TransferKey(owner.person.organization_id, UUID(made["item"]["id"]))
    await take_in.inspect_import(platform, key)
    async with platform.database.transaction(key.organization_id) as session:
        await session.execute(text("UPDATE imports SET expires_at = now()"))
    await owner.call("POST", f"/imports/{key.id}/run", 202)
    await sweep.sweep(platform, key.organization_id)
    await take_in.carry_out_import(platform, key)
    assert (await owner.call("GET", f"/imports/{key.id}", 200))["status"] == "done"
    assert await total(owner) == 2


async def test_an_import_that_its_owner_ends_stops_and_leaves_nothing_lying(
    owner: Mover, application: Application
) -> None:
    key = await inspected(owner, application.platform)

    async def some() -> bool:
        return bool((await owner.call("GET", f"/imports/{key.id}", 200))["imported"])

    task = asyncio.create_task(take_in.carry_out_import(application.platform, key))
    await reached(some, task)
    await owner.call("DELETE", f"/imports/{key.id}", 204)
    await asyncio.wait_for(task, PATIENCE)
    assert 0 < await total(owner) < CHATS
    await owner.call("GET", f"/imports/{key.id}", 404)
    await sweep.sweep(application.platform, key.organization_id)
    assert await asyncio.to_thread(left_behind, application.platform) == []


def left_behind(platform: Platform) -> list[str]:
    """Files of imports and exports, finished or not."""
    root = platform.settings.data_dir
    places = (root / "files" / "imports", root / "files" / "exports", root / "work")
    return [str(path) for place in places for path in files_below(place)]


async def begun_export(owner: Mover, platform: Platform) -> tuple[TransferKey, asyncio.Task[None]]:
    """An export of many chats, in the middle."""
    await take_in.carry_out_import(platform, await inspected(owner, platform))
    made = await owner.call("POST", "/exports", 202, json={"scope": {"all": True}, "format": "json"})
    key = TransferKey(owner.person.organization_id, UUID(made["id"]))

    async def some() -> bool:
        return bool((await owner.call("GET", f"/exports/{key.id}", 200))["done"])

    task = asyncio.create_task(write_export.write_export(platform, key))
    await reached(some, task)
    return key, task


async def test_an_export_whose_worker_was_killed_is_written_anew(owner: Mover, application: Application) -> None:
    key, task = await begun_export(owner, application.platform)
    await killed(task)
    assert (await owner.call("GET", f"/exports/{key.id}", 200))["status"] == "running"
    await write_export.write_export(application.platform, key)
    ready = await owner.call("GET", f"/exports/{key.id}", 200)
    assert (ready["status"], ready["done"], ready["total"]) == ("ready", CHATS, CHATS)
    written = ChatFile.model_validate(orjson.loads(await owner.fetch(ready)))
    assert len({conversation.id for conversation in written.conversations}) == CHATS


async def test_an_export_that_its_owner_ends_leaves_no_file(owner: Mover, application: Application) -> None:
    key, task = await begun_export(owner, application.platform)
    await owner.call("DELETE", f"/exports/{key.id}", 204)
    await asyncio.wait_for(task, PATIENCE)
    await sweep.sweep(application.platform, key.organization_id)
    assert await asyncio.to_thread(left_behind, application.platform) == []


async def test_what_an_import_costs_does_not_grow_with_every_message(
    owner: Mover, application: Application, statements: list[str]
) -> None:
    key = await inspected(owner, application.platform)
    statements.clear()
    await take_in.carry_out_import(application.platform, key)
    assert await total(owner) == CHATS
    # Forty conversations at a time, in one statement for each table.
    batches = CHATS // 40 + 2
    assert sum(statement.startswith("INSERT INTO messages") for statement in statements) <= batches
    assert sum(statement.startswith("INSERT") for statement in statements) <= 4 * batches
