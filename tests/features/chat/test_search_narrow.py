"""A word that is everywhere, looked for in a part of one's messages: found whole, not by reading all that match."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.chat.repository.search import narrow
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUrls
from tests.factories.accounts import MadeOrganization, create_organization
from tests.factories.messages import Said, say
from tests.features.chat.conftest import Chatter

# A stop word, which is a broad question, and a word that is none: the index of words would find all of them in both.
EVERYWHERE = ["die", "vertrag"]
TEXT = "Die Verträge, der Vertrag"


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    return await create_organization(application.platform)


async def found(
    person: Chatter, q: str, statements: list[str], sort: str, where: dict[str, Any]
) -> tuple[int, bool, list[str]]:
    """How many hits all pages have, whether nothing is missing, and the statements on the index of the first page."""
    count, complete = 0, True
    cursor: str | None = None
    seen: list[str] = []
    while True:
        statements.clear()
        params = {"q": q, "limit": 5, "sort": sort, **where} | ({"cursor": cursor} if cursor else {})
        page = await person.call("GET", "/search/messages", 200, params=params)
        seen = seen or [each for each in statements if "message_index" in each]
        count += len(page["items"])
        complete = complete and page["complete"]
        cursor = page["next_cursor"]
        if cursor is None:
            return count, complete, seen


@pytest.mark.parametrize("sort", ["relevance", "newest"])
@pytest.mark.parametrize("most", [1500, 12])
async def test_a_part_is_found_whole(
    platform: Platform, owner: Chatter, statements: list[str], monkeypatch: pytest.MonkeyPatch, sort: str, most: int
) -> None:
    """`most`: what counts as few, so that both ways are gone with a handful of messages."""
    monkeypatch.setattr(narrow, "WHOLE_PART", most)
    folder = (await owner.call("POST", "/folders", 201, json={"name": "Ordner"}))["id"]
    tag = (await owner.call("POST", "/tags", 201, json={"name": "selten"}))["id"]
    for number in range(20):
        await say(platform, owner.person, Said(TEXT, days_ago=number + 10), Said(TEXT, days_ago=9))
    for number in range(3):
        said = [Said(f"{TEXT} {n}", ["user", "assistant"][n % 2], days_ago=100 + n) for n in range(6)]
        await say(platform, owner.person, *said, title=f"Kapitel {number}")
    titled = (await owner.call("GET", "/search/conversations", 200, params={"q": "Kapitel"}))["items"]
    ids = [each["conversation_id"] for each in titled]
    for each in ids:
        await owner.call("PATCH", f"/conversations/{each}", 200, json={"folder_id": folder})
    await owner.call("PATCH", f"/conversations/{ids[0]}", 200, json={"tags": [tag]})
    parts: list[tuple[dict[str, Any], int]] = [
        ({"conversation": ids[0]}, 6),
        ({"folder": folder}, 18),
        ({"tag": tag}, 6),
        ({"folder": folder, "tag": tag}, 6),
        ({"folder": folder, "role": "user"}, 9),
        ({"to": (platform.clock.now() - timedelta(days=99)).isoformat()}, 18),
        ({"from": (platform.clock.now() - timedelta(days=9, hours=1)).isoformat()}, 20),
    ]
    for q in EVERYWHERE:
        for where, count in parts:
            hits, complete, asked = await found(owner, q, statements, sort, where)
            looked_at = 2 * count if "role" in where else count
            if looked_at <= most:
                assert (hits, complete) == (count, True), (q, where)
                # How much there is and what is in it: no statement goes through all that match.
                assert len(asked) == 2, asked
            elif q == EVERYWHERE[0] and sort == "relevance":
                # Of more than can be looked through, the newest, and that is told.
                assert min(most, count) // 2 <= hits <= count, (q, where)
                assert not complete
            else:
                assert (hits, complete) == (count, True), (q, where)


async def test_a_folder_costs_what_its_owner_has(
    platform: Platform, database_urls: DatabaseUrls, owner: Chatter, anna: Chatter
) -> None:
    """Whatever others of the organisation have: their conversations are not even looked at."""
    folder = (await owner.call("POST", "/folders", 201, json={"name": "Ordner"}))["id"]
    for _ in range(3):
        await owner.call("POST", "/conversations", 201, json={"folder_id": folder})
    organization_id = owner.person.organization_id
    values = {"organization": organization_id, "owner": anna.person.id}
    async with platform.database.transaction(organization_id) as session:
        await session.execute(
            text(
                "INSERT INTO conversations (id, organization_id, owner_id, title, created_at, updated_at, "
                "last_message_at) "
                "SELECT gen_random_uuid(), :organization, :owner, '', now(), now(), now() FROM generate_series(1, 2000)"
            ),
            values,
        )
    # PostgreSQL does it by itself after so many rows, at a moment that nobody knows.
    async with await psycopg.AsyncConnection.connect(database_urls.owner_conninfo, autocommit=True) as administrator:
        await administrator.execute("ANALYZE conversations")
    async with platform.database.transaction(organization_id) as session:
        # As the search itself does.
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        asked = text(f"EXPLAIN (ANALYZE, FORMAT JSON) {narrow.IN_FOLDER}")
        ((plan,),) = (await session.execute(asked, {"folder_id": folder, "owner_id": owner.person.id})).all()
    looked_at = [
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in _nodes(plan[0]["Plan"])
        if node.get("Relation Name") == "conversations"
    ]
    assert looked_at, plan
    assert sum(looked_at) <= 10, plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)
