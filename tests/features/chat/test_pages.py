"""Lists of the chat page by page: whatever the size of a page, nothing is lost and nothing comes twice."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id
from tests.features.chat.conftest import Chatter

pytestmark = pytest.mark.unasked

CONVERSATIONS = "/conversations"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def insert_conversations(platform: Platform, owner: Chatter, count: int) -> set[str]:
    """Many conversations of one moment; their ids."""
    ids = [new_id() for _ in range(count)]
    async with platform.database.transaction(owner.person.organization_id) as session:
        await session.execute(
            text(
                "INSERT INTO conversations (id, organization_id, owner_id, title, created_at, updated_at, "
                "last_message_at) SELECT unnest(CAST(:ids AS uuid[])), :organization, :owner, '', :now, :now, :now"
            ),
            {"ids": ids, "organization": owner.person.organization_id, "owner": owner.person.id, "now": NOW},
        )
    return {str(each) for each in ids}


@pytest.mark.parametrize("limit", [1, 7, 50, 120, 200])
async def test_pages_lose_and_double_nothing_though_all_times_are_equal(
    owner: Chatter, platform: Platform, limit: int
) -> None:
    ids = await insert_conversations(platform, owner, 120)
    found = [item["id"] for item in await owner.conversations(f"limit={limit}")]
    assert Counter(found) == Counter(ids)
    assert found == sorted(found, reverse=True)


async def test_what_comes_while_one_pages_disturbs_nothing(owner: Chatter, platform: Platform) -> None:
    ids = await insert_conversations(platform, owner, 20)
    first = await owner.call("GET", f"{CONVERSATIONS}?limit=10", 200)
    await insert_conversations(platform, owner, 5)
    await owner.call("DELETE", f"{CONVERSATIONS}/{first['items'][-1]['id']}", 204)
    rest = await owner.call("GET", f"{CONVERSATIONS}?limit=200&cursor={first['next_cursor']}", 200)
    assert {item["id"] for item in first["items"] + rest["items"]} == ids


async def test_limits_and_cursors_that_make_no_sense(owner: Chatter) -> None:
    for query, field, code in (
        ("limit=0", "query.limit", "greater_than_equal"),
        ("limit=201", "query.limit", "less_than_equal"),
        ("limit=many", "query.limit", "int_parsing"),
        ("cursor=nonsense", "query.cursor", "invalid_input"),
        (f"cursor={'x' * 1001}", "query.cursor", "string_too_long"),
        ("archived=perhaps", "query.archived", "bool_parsing"),
    ):
        problem = await owner.call("GET", f"{CONVERSATIONS}?{query}", 422)
        assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]


async def test_messages_are_paged_backwards_without_loss(owner: Chatter, platform: Platform) -> None:
    conversation = await owner.call("POST", CONVERSATIONS, 201, json={})
    await insert_messages(platform, owner, UUID(conversation["id"]), 130)
    for limit in (1, 9, 50, 130, 200):
        texts: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            path = f"{CONVERSATIONS}/{conversation['id']}/messages?limit={limit}{cursor}"
            page = await owner.call("GET", path, 200)
            texts = [item["content"] for item in page["items"]] + texts
            cursor = None if page["next_cursor"] is None else f"&cursor={page['next_cursor']}"
        assert texts == [str(number) for number in range(130)], limit
    for wrong in ("x", "-1", "1.5", "9" * 19, "9" * 41):
        problem = await owner.call("GET", f"{CONVERSATIONS}/{conversation['id']}/messages?cursor={wrong}", 422)
        assert problem["errors"][0]["field"] == "query.cursor"


async def insert_messages(platform: Platform, owner: Chatter, conversation_id: UUID, count: int) -> None:
    """Many questions of one moment, numbered from 0."""
    async with platform.database.transaction(owner.person.organization_id) as session:
        for number in range(count):
            await session.execute(
                text(
                    "INSERT INTO messages (id, organization_id, conversation_id, role, status, content, created_at, "
                    "attempt, event_number) VALUES (:id, :organization, :conversation, 'user', 'completed', :content, "
                    ":now, 0, 0)"
                ),
                {
                    "id": new_id(),
                    "organization": owner.person.organization_id,
                    "conversation": conversation_id,
                    "content": str(number),
                    "now": NOW,
                },
            )
