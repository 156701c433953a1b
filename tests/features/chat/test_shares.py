"""Sharing: a snapshot stays as it was, the organisation reads it, its owner takes it back, others go on from it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from convosphere.features.accounts.types import Role
from convosphere.features.chat.actions.shares import expire_shares
from convosphere.features.chat.tables import Message
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id
from tests.factories.accounts import MadeOrganization, create_organization, create_person
from tests.features.chat.conftest import Chatter, chatter

pytestmark = pytest.mark.unasked

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def colleague(application: Application, client: AsyncClient, organization: MadeOrganization) -> Chatter:
    return await chatter(application, client, await create_person(application.platform, organization.id))


async def conversation_of(person: Chatter, platform: Platform, said: list[tuple[str, str]], **more: Any) -> str:
    """A conversation in which `said` (role, text) has been said."""
    made = await person.call("POST", "/conversations", 201, json={"title": "Weimar", **more})
    await say(person, platform, str(made["id"]), said)
    return str(made["id"])


async def say(person: Chatter, platform: Platform, conversation: str, said: list[tuple[str, str]], **more: Any) -> None:
    async with platform.database.transaction(person.person.organization_id) as session:
        for role, content in said:
            session.add(
                Message(
                    id=new_id(),
                    organization_id=person.person.organization_id,
                    conversation_id=conversation,
                    role=role,
                    content=content,
                    author_name="Ada" if role == "user" else None,
                    created_at=platform.clock.now(),
                    **more,
                )
            )
            await session.flush()


async def share(person: Chatter, conversation: str, expected: int = 201, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await person.call("POST", f"/conversations/{conversation}/shares", expected, json=body)
    return answer


SAID = [("user", "Where did Goethe live? 🏛️"), ("assistant", "In Weimar: **Frauenplan**."), ("user", "שלום")]


async def test_a_snapshot_is_read_by_the_organisation_and_stays_as_it_was(
    owner: Chatter, colleague: Chatter, platform: Platform
) -> None:
    conversation = await conversation_of(owner, platform, SAID)
    made = await share(owner, conversation)
    await say(owner, platform, conversation, [("user", "Said later, to nobody else")])
    await owner.call("PATCH", f"/conversations/{conversation}", 200, json={"title": "Renamed later"})
    opened = await colleague.call("GET", f"/shares/{made['id']}", 200)
    assert (opened["title"], opened["message_count"], opened["is_own"]) == ("Weimar", 3, False)
    assert opened["shared_by"]["id"] == str(owner.person.id)
    page = await colleague.call("GET", f"/shares/{made['id']}/messages?limit=2", 200)
    rest = await colleague.call("GET", f"/shares/{made['id']}/messages?limit=2&cursor={page['next_cursor']}", 200)
    assert [(item["role"], item["content"]) for item in [*page["items"], *rest["items"]]] == SAID
    assert rest["next_cursor"] is None
    # The owner sees that it was read; looking at it oneself does not count.
    await owner.call("GET", f"/shares/{made['id']}", 200)
    (mine,) = (await owner.call("GET", "/shares", 200))["items"]
    assert (mine["id"], mine["views"], mine["conversation_id"]) == (made["id"], 1, conversation)


async def test_what_is_being_written_or_has_failed_is_in_no_snapshot(
    owner: Chatter, colleague: Chatter, platform: Platform
) -> None:
    conversation = await conversation_of(owner, platform, SAID)
    for status in ("failed", "streaming"):
        await say(owner, platform, conversation, [("assistant", f"Half a {status} sent")], status=status)
    await say(owner, platform, conversation, [("assistant", "Stopped by hand")], status="stopped")
    made = await share(owner, conversation)
    page = await colleague.call("GET", f"/shares/{made['id']}/messages", 200)
    assert [(item["role"], item["content"]) for item in page["items"]] == [*SAID, ("assistant", "Stopped by hand")]


async def test_revoked_expired_or_of_a_deleted_conversation_it_is_gone(
    owner: Chatter, colleague: Chatter, platform: Platform, clock: FrozenClock
) -> None:
    conversation = await conversation_of(owner, platform, SAID)
    revoked, expiring, orphan = [
        (await share(owner, conversation, expires_at=until))["id"]
        for until in (None, (NOW + timedelta(minutes=10)).isoformat(), None)
    ]
    await owner.call("DELETE", f"/shares/{revoked}", 204)
    await colleague.call("GET", f"/shares/{revoked}", 404)
    await colleague.call("GET", f"/shares/{expiring}", 200)
    clock.advance(timedelta(minutes=10))
    for path in ("", "/messages"):
        await colleague.call("GET", f"/shares/{expiring}{path}", 404)
    await colleague.call("POST", f"/shares/{expiring}/copy", 404)
    await expire_shares(platform)
    assert [item["id"] for item in (await owner.call("GET", "/shares", 200))["items"]] == [orphan]
    await owner.call("DELETE", f"/conversations/{conversation}", 204)
    await colleague.call("GET", f"/shares/{orphan}", 404)


async def test_others_go_on_from_it_in_a_conversation_of_their_own(
    owner: Chatter, colleague: Chatter, platform: Platform
) -> None:
    conversation = await conversation_of(owner, platform, SAID)
    made = await share(owner, conversation)
    copied = await colleague.call("POST", f"/shares/{made['id']}/copy", 201)
    assert (copied["title"], copied["id"] != conversation) == ("Weimar", True)
    messages = (await colleague.messages(copied["id"]))["items"]
    assert [(item["role"], item["content"]) for item in messages] == SAID
    assert [item["parent_id"] for item in messages] == [None, messages[0]["id"], messages[1]["id"]]
    sent = await colleague.ask(copied["id"], "And then?")
    assert sent["question"]["parent_id"] == messages[-1]["id"]
    await owner.call("DELETE", f"/conversations/{conversation}", 204)
    assert len((await colleague.messages(copied["id"]))["items"]) >= len(SAID)


async def test_what_cannot_be_shared_is_refused(owner: Chatter, platform: Platform) -> None:
    empty = await owner.converse()
    assert (await share(owner, empty, 409))["code"] == "nothing_to_share"
    temporary = await conversation_of(owner, platform, SAID, temporary=True)
    assert (await share(owner, temporary, 409))["code"] == "nothing_to_share"
    said = await conversation_of(owner, platform, SAID)
    past = await share(owner, said, 422, expires_at=NOW.isoformat())
    assert (past["code"], past["errors"][0]["field"]) == ("share_in_the_past", "body.expires_at")
    naive = await share(owner, said, 422, expires_at="2030-01-01T00:00:00")
    assert naive["errors"][0]["field"] == "body.expires_at"
    assert (await owner.call("GET", f"/conversations/{said}/shares", 200))["items"] == []


async def test_nobody_else_gets_in(
    application: Application, client: AsyncClient, owner: Chatter, colleague: Chatter, platform: Platform
) -> None:
    conversation = await conversation_of(owner, platform, SAID)
    made = await share(owner, conversation)
    elsewhere = await create_organization(platform)
    stranger = await chatter(application, client, elsewhere.owner)
    guest = await chatter(
        application, client, await create_person(platform, owner.person.organization_id, role=Role.GUEST)
    )
    nobody = Chatter(owner.person, client, {})
    one = f"/shares/{made['id']}"
    for method, path in (("GET", one), ("GET", f"{one}/messages"), ("POST", f"{one}/copy"), ("DELETE", one)):
        await nobody.call(method, path, 401)
        await stranger.call(method, path, 404)
    # Only whoever shared it takes it back, lists it, or shares the conversation again.
    await colleague.call("DELETE", one, 404)
    await colleague.call("GET", f"/conversations/{conversation}/shares", 404)
    await share(colleague, conversation, 404)
    assert (await colleague.call("GET", "/shares", 200))["items"] == []
    await guest.call("GET", one, 200)
    own = await conversation_of(guest, platform, SAID)
    assert (await share(guest, own, 403))["code"] == "forbidden"
    await owner.call("GET", f"/shares/{uuid4()}", 404)
    await owner.call("GET", one, 200)


async def test_it_is_on_record(owner: Chatter, platform: Platform) -> None:
    made = await share(owner, await conversation_of(owner, platform, SAID))
    await owner.call("DELETE", f"/shares/{made['id']}", 204)
    entries = (await owner.call("GET", "/audit", 200))["items"]
    found = {entry["action"]: entry for entry in entries if entry["subject_id"] == made["id"]}
    assert set(found) == {"conversation.shared", "share.revoked"}
    assert found["conversation.shared"]["details"]["conversation_id"] == made["conversation_id"]
