"""Searching in what others have opened to one: all of that is found, and nothing else of theirs."""

from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.chat.repository.search import Part, SearchScope, Way
from convosphere.features.chat.repository.search import messages as index
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id
from tests.factories.accounts import create_person
from tests.factories.messages import Said, say
from tests.features.chat.conftest import Chatter, chatter
from tests.features.chat.together import group_of, let_group_in, let_in, shut_out

pytestmark = pytest.mark.unasked


async def said(platform: Platform, who: Chatter, *contents: str, title: str = "", days_ago: float = 0) -> str:
    """A conversation in which this was said; its id."""
    messages = [Said(content, days_ago=days_ago) for content in contents]
    first, *_ = await say(platform, who.person, *messages, title=title)
    async with platform.database.transaction(who.person.organization_id) as session:
        found = await session.scalar(text("SELECT conversation_id FROM messages WHERE id = :id"), {"id": first})
    return str(found)


async def hits(who: Chatter, q: str, **more: Any) -> list[str]:
    found = await who.call("GET", "/search/messages", 200, params={"q": q, **more})
    return ["".join(part["text"] for part in hit["snippet"]) for hit in found["items"]]


async def test_what_is_opened_is_found_and_nothing_beside_it(
    owner: Chatter, anna: Chatter, application: Application
) -> None:
    platform = application.platform
    opened = await said(platform, owner, "Die Häuser in Weimar", "Weimar am Abend", title="Reise nach Weimar")
    await said(platform, owner, "Weimar, geheim", title="Weimar bei Nacht")
    await said(platform, anna, "Weimar, meins", title="Mein Weimar")
    assert await hits(anna, "weimar") == ["Weimar, meins"]
    await let_in(owner, opened, anna)
    assert sorted(await hits(anna, "weimar")) == ["Die Häuser in Weimar", "Weimar am Abend", "Weimar, meins"]
    assert sorted(await hits(anna, "weimar", sort="newest")) == sorted(await hits(anna, "weimar"))
    # Stems, beginnings, phrases, exclusions and broad questions mean there what they mean at home.
    assert await hits(anna, "haus") == ["Die Häuser in Weimar"]
    assert await hits(anna, '"am Abend"') == ["Weimar am Abend"]
    assert sorted(await hits(anna, "weimar -abend")) == ["Die Häuser in Weimar", "Weimar, meins"]
    assert sorted(await hits(anna, "we")) == ["Die Häuser in Weimar", "Weimar am Abend", "Weimar, meins"]
    assert await hits(anna, "weimar", conversation=opened, role="assistant") == []
    assert len(await hits(anna, "weimar", conversation=opened)) == 2
    found = await anna.call("GET", "/search/conversations", 200, params={"q": "weimar"})
    titles = sorted("".join(part["text"] for part in item["title"]) for item in found["items"])
    assert titles == ["Mein Weimar", "Reise nach Weimar"]
    # The owner finds no more and no less than before.
    assert len(await hits(owner, "weimar")) == 3
    await shut_out(owner, opened, anna)
    assert await hits(anna, "weimar") == ["Weimar, meins"]
    assert await hits(anna, "weimar", conversation=opened) == []


async def test_through_groups_and_of_several_owners_page_by_page(
    owner: Chatter, anna: Chatter, application: Application, client: AsyncClient
) -> None:
    platform = application.platform
    ben = await chatter(application, client, await create_person(platform, owner.person.organization_id))
    group = await group_of(owner, anna)
    for day, who in enumerate((owner, ben, anna, owner, ben)):
        conversation = await said(platform, who, f"Budget {day}", f"Plan {day}", days_ago=day)
        if who is not anna:
            await let_group_in(who, conversation, group)
    for sort in ("newest", "relevance"):
        found: list[str] = []
        more: dict[str, Any] = {}
        while True:
            page = await anna.call(
                "GET", "/search/messages", 200, params={"q": "budget", "limit": 2, "sort": sort, **more}
            )
            found += [part["text"] for hit in page["items"] for part in hit["snippet"] if not part["hit"]]
            if page["next_cursor"] is None:
                break
            more = {"cursor": page["next_cursor"]}
        assert found == [f" {day}" for day in range(5)], sort
    folder = (await anna.call("POST", "/folders", 201, json={"name": "Here"}))["id"]
    assert await hits(anna, "budget", folder=folder) == []


async def test_the_archive_is_the_owners(owner: Chatter, anna: Chatter, application: Application) -> None:
    opened = await said(application.platform, owner, "Weimar", title="Weimar")
    await owner.call("PATCH", f"/conversations/{opened}", 200, json={"archived": True})
    await let_in(owner, opened, anna)
    for who, archived in ((owner, True), (anna, False)):
        (message,) = (await who.call("GET", "/search/messages", 200, params={"q": "weimar"}))["items"]
        assert message["conversation_archived"] is archived
        (title,) = (await who.call("GET", "/search/conversations", 200, params={"q": "weimar"}))["items"]
        assert title["archived"] is archived


async def test_every_model_that_answered_there_is_found_however_long_ago(
    owner: Chatter, anna: Chatter, application: Application
) -> None:
    """By a broad question and by a word, beside as many newer answers of other models as one likes."""
    platform = application.platform
    answers = [Said("Die Antwort", role="assistant", days_ago=200 - n) for n in range(120)]
    said_by = ["first-1", *["second-2", "third-3"] * 60][:120]
    messages = await say(platform, owner.person, *answers, title="Long")
    (other,) = await say(platform, owner.person, Said("Die Antwort", role="assistant"), title="Closed")
    async with platform.database.transaction(owner.person.organization_id) as session:
        statement = text("UPDATE messages SET model_name = :name WHERE id = :id RETURNING conversation_id")
        await session.execute(statement, {"id": other, "name": "closed-4"})
        (conversation,) = {
            str(await session.scalar(statement, {"id": message, "name": name}))
            for message, name in zip(messages, said_by, strict=True)
        }
    await let_in(owner, conversation, anna)

    async def models(limit: int) -> list[str]:
        names: list[str] = []
        more: dict[str, Any] = {}
        while True:
            page = await anna.call("GET", "/search/models", 200, params={"limit": limit, **more})
            names += [item["name"] for item in page["items"]]
            if page["next_cursor"] is None:
                return names
            more = {"cursor": page["next_cursor"]}

    assert await models(50) == await models(1) == ["first-1", "second-2", "third-3"]
    for q in ("die", "antwort"):
        for sort in ("newest", "relevance"):
            assert len(await hits(anna, q, model_name="first-1", sort=sort)) == 1, (q, sort)
            assert len(await hits(anna, q, model_name="second-2", sort=sort, limit=50)) == 50, (q, sort)
            assert await hits(anna, q, model_name="closed-4", sort=sort) == [], (q, sort)
    async with platform.database.transaction(owner.person.organization_id) as session:
        await session.execute(text("DELETE FROM messages WHERE id = :id"), {"id": messages[0]})
    assert await models(50) == ["second-2", "third-3"], "what is deleted leaves nothing"
    await shut_out(owner, conversation, anna)
    assert await models(50) == []


def test_alone_one_asks_what_one_always_asked() -> None:
    """Nobody else's conversations: not a word of the statement is for them."""
    conditions = index._Conditions("own", None)
    scopes = [SearchScope(new_id(), new_id(), model_id=model_id) for model_id in (None, new_id())]
    scopes.append(SearchScope(new_id(), new_id(), folder_id=new_id()))
    for scope in scopes:
        for way in (Way(broad, part) for broad in (False, True) for part in Part):
            assert "joined" not in index._hits(conditions, scope, way)
