"""How long the archive stays; chats begun from templates; what the order costs the database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from convosphere.entry.wiring import Application
from convosphere.features.chat.actions.order.retention import expire_archive
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories.accounts import create_organization
from tests.features.chat.conftest import Chatter, chatter

pytestmark = pytest.mark.unasked

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Every request: one statement binds the organisation, one finds out who asks.
WHO = 2


async def create(person: Chatter, **body: Any) -> str:
    return str((await person.call("POST", "/conversations", 201, json=body))["id"])


async def archived(person: Chatter) -> list[str]:
    return [item["id"] for item in (await person.call("GET", "/conversations?archived=true", 200))["items"]]


async def test_the_archive_empties_itself_when_its_time_is_over(
    owner: Chatter, application: Application, client: Any, clock: FrozenClock, platform: Platform
) -> None:
    stranger = await chatter(application, client, (await create_organization(platform)).owner)
    everybody = [owner, stranger]
    old, kept, theirs = await create(owner), await create(owner), await create(stranger)

    async def expire_after(days: int) -> None:
        clock.advance(timedelta(days=days))
        await expire_archive(platform)
        for person in everybody:
            # Nobody stays signed in for so long.
            person.headers = (await chatter(application, client, person.person)).headers

    for person, conversation in ((owner, old), (stranger, theirs)):
        await person.call("PATCH", f"/conversations/{conversation}", 200, json={"archived": True})
    assert await owner.call("GET", "/archive/retention", 200) == {"days": None, "since": None}
    await expire_after(days=400)
    assert await archived(owner) == [old], "nothing goes before somebody says so"
    told = await owner.call("PUT", "/archive/retention", 200, json={"days": 30})
    assert told == {"days": 30, "since": "2027-02-05T00:00:00Z"}
    await expire_after(days=29)
    assert await archived(owner) == [old], "the time begins when it is set"
    assert await owner.call("PUT", "/archive/retention", 200, json={"days": 30}) == told, "the same again is no change"
    young = await create(owner)
    await owner.call("PATCH", f"/conversations/{young}", 200, json={"archived": True})
    await expire_after(days=1)
    assert await archived(owner) == [young]
    assert await archived(stranger) == [theirs]
    await owner.call("GET", f"/conversations/{old}", 404)
    await owner.call("GET", f"/conversations/{kept}", 200)
    records = (await owner.call("GET", "/audit", 200))["items"]
    changes = [item["details"] for item in records if item["action"] == "archive_retention.changed"]
    assert changes == [{"before": None, "after": 30}]


async def test_what_is_gone_on_with_in_the_archive_stays_while_it_is_used(
    owner: Chatter, application: Application, client: Any, clock: FrozenClock, platform: Platform
) -> None:
    used, unused = await create(owner), await create(owner)
    await owner.call("PUT", "/archive/retention", 200, json={"days": 30})
    for conversation in (used, unused):
        await owner.call("PATCH", f"/conversations/{conversation}", 200, json={"archived": True})

    async def expire_after(days: int) -> None:
        clock.advance(timedelta(days=days))
        # Nobody stays signed in for so long.
        owner.headers = (await chatter(application, client, owner.person)).headers
        await expire_archive(platform)

    await expire_after(days=20)
    assert set(await archived(owner)) == {used, unused}
    await owner.ask(used, "And then?")
    await expire_after(days=29)
    assert await archived(owner) == [used]
    await expire_after(days=1)
    assert await archived(owner) == []


@pytest.mark.parametrize("days", [0, -1, 3651, "ten", 1.5])
async def test_a_time_that_makes_no_sense_is_refused(owner: Chatter, days: Any) -> None:
    refused = await owner.call("PUT", "/archive/retention", 422, json={"days": days})
    assert refused["errors"][0]["field"] == "body.days"


TEMPLATE = {
    "name": "Interview",
    "prompt": "Ask me about {{topic}}, {{topic}}",
    "variables": [{"name": "topic", "type": "choice", "options": ["music", "maths"], "default": "maths"}],
    "first_messages": [{"role": "user", "content": "About {{topic}}?"}, {"role": "assistant", "content": "Yes"}],
}


async def test_a_chat_begins_as_its_template_says(owner: Chatter) -> None:
    template = (await owner.call("POST", "/templates", 201, json=TEMPLATE))["id"]
    folder = (await owner.call("POST", "/folders", 201, json={"name": "Home"}))["id"]
    begun = await owner.call("POST", f"/templates/{template}/start", 201, json={"folder_id": folder})
    assert (begun["folder_id"], begun["running"], begun["title"]) == (folder, True, "Ask me about maths, maths")
    messages = (await owner.messages(begun["id"]))["items"]
    assert [(item["role"], item["content"]) for item in messages] == [
        ("user", "About maths?"),
        ("assistant", "Yes"),
        ("user", "Ask me about maths, maths"),
        ("assistant", ""),
    ]
    assert [item["parent_id"] for item in messages[1:]] == [item["id"] for item in messages[:-1]]


async def test_a_template_without_a_question_waits_for_one(owner: Chatter) -> None:
    template = (await owner.call("POST", "/templates", 201, json={"name": "Blank"}))["id"]
    begun = await owner.call("POST", f"/templates/{template}/start", 201, json={})
    assert (begun["title"], begun["running"]) == ("Blank", False)
    assert (await owner.messages(begun["id"]))["items"] == []


async def test_what_does_not_fit_into_a_template_is_named_and_begins_nothing(owner: Chatter) -> None:
    template = (await owner.call("POST", "/templates", 201, json=TEMPLATE))["id"]
    many = {**TEMPLATE, "prompt": "{{topic}}" * 5_000, "variables": [{"name": "topic"}]}
    large = (await owner.call("POST", "/templates", 201, json=many))["id"]
    for one, variables, code, field in (
        (template, {"topic": "history"}, "no_option", "body.variables.topic"),
        (template, {"subject": "x"}, "extra_forbidden", "body.variables.subject"),
        (large, {}, "missing", "body.variables.topic"),
        (large, {"topic": "x" * 50_000}, "message_too_long", "body.variables"),
    ):
        refused = await owner.call("POST", f"/templates/{one}/start", 422, json={"variables": variables})
        assert (refused["errors"][0]["field"], refused["errors"][0]["code"]) == (field, code)
    assert (await owner.call("GET", "/conversations", 200))["items"] == []


@pytest.mark.parametrize("rows", [1, 6])
async def test_the_order_costs_the_same_however_much_there_is(owner: Chatter, statements: list[str], rows: int) -> None:
    folder = (await owner.call("POST", "/folders", 201, json={"name": "Home"}))["id"]
    tag = (await owner.call("POST", "/tags", 201, json={"name": "tag"}))["id"]
    ids = [await create(owner, folder_id=folder) for _ in range(rows)]
    for number in range(rows):
        await owner.call("POST", "/folders", 201, json={"name": str(number), "parent_id": folder})
    for method, path, body, own in (
        ("GET", f"/conversations?folder={folder}&tag={tag}&pinned=true&q=x&sort=title", None, 1),
        ("GET", "/folders", None, 1),
        ("GET", "/tags", None, 1),
        # Look for the tag, lock the conversations, change them (their tags' index by a trigger).
        ("POST", "/conversations/bulk", {"action": "tag", "ids": ids, "tag_id": tag}, 3),
        ("POST", "/conversations/bulk", {"action": "archive", "filter": {"tag": tag}}, 2),
        # Lock the folders, write those that stand elsewhere.
        ("PATCH", f"/folders/{folder}", {"name": "New"}, 2),
        # Lock the tag, take it off, remove it.
        ("DELETE", f"/tags/{tag}", None, 3),
        # Lock the tree, move conversations up, then the folders, remove it.
        ("DELETE", f"/folders/{folder}", None, 4),
        ("POST", "/conversations/bulk", {"action": "delete", "ids": ids}, 2),
    ):
        statements.clear()
        await owner.call(method, path, 204 if method == "DELETE" else 200, json=body)
        assert len(statements) == WHO + own, (method, path, statements)
