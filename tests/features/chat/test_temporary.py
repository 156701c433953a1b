"""Temporary conversations: in no list, and gone when they are left or a day after the last message."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.platform.clock import FrozenClock
from tests.factories.accounts import sign_in_headers
from tests.features.chat.conftest import Chatter
from tests.features.chat.trees import answer_at_once, path

pytestmark = pytest.mark.unasked


async def begin(owner: Chatter, application: Application) -> str:
    made = await owner.call("POST", "/conversations", 201, json={"temporary": True})
    assert made["temporary"] is True
    sent = await owner.ask(made["id"], "A secret")
    await answer_at_once(application, owner, sent["answer"]["id"])
    await owner.call("PUT", path(made["id"], sent["answer"]["id"], "rating"), 200, json={"value": "up"})
    return str(made["id"])


async def later(owner: Chatter, application: Application, clock: FrozenClock, *, hours: int) -> None:
    """Hours later; the sign-in of before has ended by then."""
    clock.advance(timedelta(hours=hours))
    owner.headers = await sign_in_headers(application.platform, owner.person)


async def left_over(application: Application, owner: Chatter) -> int:
    counts = (
        "SELECT (SELECT count(*) FROM conversations) + (SELECT count(*) FROM messages)"
        " + (SELECT count(*) FROM message_ratings) + (SELECT count(*) FROM queued_questions)"
    )
    async with application.platform.database.transaction(owner.person.organization_id) as session:
        return int((await session.execute(text(counts))).scalar_one())


async def test_it_is_in_no_list_and_leaving_it_removes_all_of_it(owner: Chatter, application: Application) -> None:
    conversation = await begin(owner, application)
    assert (await owner.call("GET", "/conversations", 200))["items"] == []
    assert len((await owner.messages(conversation))["items"]) == 2
    await owner.ask(conversation, "More")
    waits = {"content": "And more", "when_busy": "queue"}
    await owner.call("POST", f"/conversations/{conversation}/messages", 202, json=waits)
    await owner.call("DELETE", f"/conversations/{conversation}", 204)
    assert await left_over(application, owner) == 0


async def test_a_day_after_the_last_message_it_is_gone(
    owner: Chatter, application: Application, clock: FrozenClock
) -> None:
    purge = next(job for each in application.features for job in each.jobs if job.name == "chat.purge_temporary")
    conversation = await begin(owner, application)
    kept = await owner.converse()
    await later(owner, application, clock, hours=23)
    await owner.ask(conversation, "Still there?")
    await later(owner, application, clock, hours=23)
    await purge.handler()
    assert len((await owner.messages(conversation))["items"]) == 4, "its day began anew"
    await later(owner, application, clock, hours=1)
    for _ in range(2):
        await purge.handler()
    assert await left_over(application, owner) == 1, "the other conversation"
    await owner.call("GET", f"/conversations/{conversation}", 404)
    await owner.call("GET", f"/conversations/{kept}", 200)
