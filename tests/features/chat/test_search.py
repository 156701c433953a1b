"""Searching in messages and titles: what is found, in which order, with which words marked."""

from typing import Any

import pytest
from sqlalchemy import text, update

from convosphere.entry.wiring import Application
from convosphere.features.chat.tables import Message
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id
from tests.factories.accounts import MadeOrganization, create_organization, create_person
from tests.factories.messages import Said, say
from tests.features.chat.conftest import Chatter, chatter
from tests.features.chat.together import let_in


@pytest.fixture
def clock() -> FrozenClock:
    """No answer is written here; ages of messages are counted from one moment."""
    return FrozenClock()


@pytest.fixture
async def organization(application: Application) -> MadeOrganization:
    """Without a provider: nothing is asked."""
    return await create_organization(application.platform)


async def search(person: Chatter, q: str, **more: Any) -> dict[str, Any]:
    found = await person.call("GET", "/search/messages", 200, params={"q": q, **more})
    assert isinstance(found, dict)
    return found


def marked(hit: dict[str, Any]) -> list[str]:
    return [part["text"] for part in hit["snippet"] if part["hit"]]


@pytest.mark.parametrize(
    ("content", "typed", "hits"),
    [
        ("Die Häuser in Weimar", "Haus", ["Häuser"]),
        ("Die Häuser in Weimar", "hauser wei", ["Häuser", "Weimar"]),
        ("We were running late", "runs", ["running"]),
        ("Cities of the north", "city", ["Cities"]),
        ("Über die Straße", "strasse", ["Straße"]),
        ("Der Müller mahlt", "mueller", ["Müller"]),
        ("Ein Café am Platz", "cafe", ["Café"]),
        ("Ein Cafe\u0301 am Platz", "café", ["Café"]),
        ("Der Mietvertrag läuft aus", "mietver", ["Mietvertrag"]),
        ("Schreib an max@firma.de bitte", "firma", ["firma"]),
        ("Open src/main.py and run", "main.py", ["main", "py"]),
        ("Call `get_user_name()` first", "user_name", ["user", "name"]),
        ("Das ist Vertragsrecht", "vertarg", ["Vertragsrecht"]),
        ("The budget is fine", "budgte fine", ["budget", "fine"]),
        ("Der Plan für das Budget", "wie war das mit dem budget", ["Budget"]),
        ("to be or not to be", "to be", ["to", "be", "to", "be"]),
        ("Привет, мир", "мир", ["мир"]),
        ("שלום עולם", "שלום", ["שלום"]),
        ("Well 🙂 emoji stay", "emoji 🙂", ["emoji"]),
    ],
)
async def test_words_their_forms_beginnings_and_slips(
    owner: Chatter, platform: Platform, content: str, typed: str, hits: list[str]
) -> None:
    await say(platform, owner.person, Said(content), Said("Something else entirely"))
    found = await search(owner, typed)
    assert [marked(hit) for hit in found["items"]] == [hits]
    assert "".join(part["text"] for part in found["items"][0]["snippet"]) == content.replace("e\u0301", "é")


@pytest.mark.parametrize("typed", ['"red house"', "red -blue", '-"blue house" red'])
async def test_side_by_side_and_without(owner: Chatter, platform: Platform, typed: str) -> None:
    await say(platform, owner.person, Said("a red house"), Said("red is the blue house"))
    assert [marked(hit)[0] for hit in (await search(owner, typed))["items"]] == ["red"]


async def test_corrections_are_told_and_only_made_when_next_to_nothing_is_found(
    owner: Chatter, platform: Platform
) -> None:
    await say(platform, owner.person, *(Said(f"contract number {number}") for number in range(4)), Said("budget"))
    assert (await search(owner, "contract"))["corrections"] == []
    slip = await search(owner, "contrakt number")
    assert slip["corrections"] == ["contract"]
    assert len(slip["items"]) == 4
    await say(platform, owner.person, Said("Die Kündigung"))
    assert (await search(owner, "kündigugn"))["corrections"] == ["Kündigung"]


async def test_the_best_come_first(owner: Chatter, platform: Platform) -> None:
    long = "weather " * 30 + "budget " + "weather " * 60 + "meeting"
    old, far, near = await say(
        platform,
        owner.person,
        Said("the budget meeting", days_ago=400),
        Said(long, days_ago=1),
        Said("the budget meeting", days_ago=1),
    )
    (titled,) = await say(platform, owner.person, Said("the budget meeting", days_ago=1), title="Budget")
    found = await search(owner, "budget meeting")
    ids = [hit["message_id"] for hit in found["items"]]
    assert ids[:2] == [str(titled), str(near)]
    assert set(ids[2:]) == {str(old), str(far)}
    scores = [hit["score"] for hit in found["items"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    newest = await search(owner, "budget meeting", sort="newest")
    assert newest["items"][-1]["message_id"] == str(old)


async def test_a_whole_word_stands_before_one_that_begins_with_it(owner: Chatter, platform: Platform) -> None:
    whole, begun = await say(platform, owner.person, Said("ein Plan", days_ago=3), Said("ein Planet", days_ago=2))
    assert [hit["message_id"] for hit in (await search(owner, "plan"))["items"]] == [str(whole), str(begun)]


@pytest.mark.parametrize("sort", ["relevance", "newest"])
@pytest.mark.parametrize("typed", ["needle", "ne", "the"])
async def test_pages_lose_and_double_nothing(owner: Chatter, platform: Platform, sort: str, typed: str) -> None:
    said = await say(platform, owner.person, *(Said(f"the needle {number}") for number in range(23)))
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await search(owner, typed, sort=sort, limit=5, **cursor)
        found += [hit["message_id"] for hit in page["items"]]
        # What comes meanwhile belongs to no page.
        await say(platform, owner.person, Said("the needle of later", days_ago=-1))
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert sorted(found) == sorted(str(each) for each in said)


async def test_filters(owner: Chatter, platform: Platform) -> None:
    question, answer = await say(
        platform, owner.person, Said("a needle", days_ago=10), Said("another needle", role="assistant"), title="One"
    )
    (elsewhere,) = await say(platform, owner.person, Said("needle in hay"), title="Two")
    first = (await search(owner, "another"))["items"][0]["conversation_id"]
    folder = await owner.call("POST", "/folders", 201, json={"name": "Outer"})
    inner = await owner.call("POST", "/folders", 201, json={"name": "Inner", "parent_id": folder["id"]})
    tag = await owner.call("POST", "/tags", 201, json={"name": "Blue"})
    await owner.call("PATCH", f"/conversations/{first}", 200, json={"folder_id": inner["id"], "tags": [tag["id"]]})
    model, other = new_id(), new_id()
    # Brought along from elsewhere, where it is known by its name alone.
    (brought,) = await say(platform, owner.person, Said("needle from afar", role="assistant"), title="Three")
    (strange,) = await say(platform, owner.person, Said("needle of old", role="assistant"), title="Four")
    known = (await owner.call("GET", "/models", 200))["items"][0]
    async with platform.database.transaction(owner.person.organization_id) as session:
        await session.execute(update(Message).where(Message.id == answer).values(model_id=model))
        await session.execute(update(Message).where(Message.id == brought).values(model_name=known["name"]))
        await session.execute(update(Message).where(Message.id == strange).values(model_name="oracle-2"))
        # Most models have one name for both.
        await session.execute(text("UPDATE models SET display_name = name"))
    day = (platform.clock.now()).isoformat()[:10]
    for query, expected in (
        ({"role": "assistant"}, {answer, brought, strange}),
        ({"role": "user"}, {question, elsewhere}),
        ({"conversation": first}, {question, answer}),
        ({"from": f"{day}T00:00:00Z"}, {answer, elsewhere, brought, strange}),
        ({"to": f"{day}T00:00:00Z"}, {question}),
        ({"folder": folder["id"]}, {question, answer}),
        ({"tag": tag["id"], "role": "user"}, {question}),
        ({"folder": str(elsewhere)}, set()),
        ({"model": str(model)}, {answer}),
        ({"model": str(model), "conversation": first}, {answer}),
        ({"model": known["id"]}, {brought}),
        ({"model": known["id"], "conversation": first}, set()),
        ({"model": str(other)}, set()),
        ({"model_name": "oracle-2"}, {strange}),
        ({"model_name": "oracle-2", "model": str(model)}, {answer, strange}),
        ({"model_name": "oracle"}, set()),
    ):
        # The second finds nearly everything, and is looked for in another way.
        for q in ("needle", "ne"):
            hits = (await search(owner, q, **query))["items"]
            assert sorted(hit["message_id"] for hit in hits) == sorted(str(each) for each in expected), (q, query)


async def test_the_models_that_answered(
    owner: Chatter, application: Application, platform: Platform, statements: list[str]
) -> None:
    """What a search can be narrowed down to: connected, gone, or brought along; of others only what they opened."""
    anna = await chatter(application, owner.client, await create_person(platform, owner.person.organization_id))
    assert await owner.call("GET", "/search/models", 200) == {"items": [], "next_cursor": None}
    known = (await owner.call("GET", "/models", 200))["items"][0]
    gone = new_id()
    answered: list[dict[str, Any]] = [
        {"model_id": known["id"], "model_name": known["name"]},
        {"model_id": gone, "model_name": "left-3"},
        {"model_name": "oracle-2"},
        {"model_name": known["name"]},
    ]
    said = await say(platform, owner.person, *[Said("yes", role="assistant") for _ in answered], title="One")
    (hers,) = await say(platform, anna.person, Said("no", role="assistant"), title="Hers")
    async with platform.database.transaction(owner.person.organization_id) as session:
        for message, values in zip([*said, hers], [*answered, {"model_name": "hers-1"}], strict=True):
            await session.execute(update(Message).where(Message.id == message).values(**values))

    async def models(person: Chatter, limit: int = 50) -> list[tuple[str | None, str, bool]]:
        found, cursor = [], None
        while True:
            asked = {"limit": limit} | ({"cursor": cursor} if cursor else {})
            statements.clear()
            page = await person.call("GET", "/search/models", 200, params=asked)
            assert len(statements) == 3, statements
            found += [(item["id"], item["name"], item["connected"]) for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    own = {(known["id"], known["display_name"], True), (str(gone), "left-3", False), (None, "oracle-2", False)}
    found = await models(owner)
    assert (set(found), len(found)) == (own, len(own))
    # Its name elsewhere may lie on another page than its id.
    assert set(await models(owner, 1)) == own
    assert await models(anna) == [(None, "hers-1", False)]
    conversation = (await owner.call("GET", "/conversations", 200))["items"][0]["id"]
    await let_in(owner, conversation, anna)
    assert set(await models(anna)) == own | {(None, "hers-1", False)}
    for asked, field in (({"cursor": "nonsense"}, "cursor"), ({"limit": 201}, "limit")):
        problem = await owner.call("GET", "/search/models", 422, params=asked)
        assert [error["field"] for error in problem["errors"]] == [f"query.{field}"]


async def test_titles(owner: Chatter, platform: Platform) -> None:
    await say(platform, owner.person, Said("x", days_ago=3), title="Die Reise nach Weimar")
    await say(platform, owner.person, Said("x", days_ago=2), title="Weimarer Republik")
    found = await owner.call("GET", "/search/conversations", 200, params={"q": "weimar"})
    assert [hit["title"] for hit in found["items"]] == [
        [{"text": "Weimarer", "hit": True}, {"text": " Republik", "hit": False}],
        [{"text": "Die Reise nach ", "hit": False}, {"text": "Weimar", "hit": True}],
    ]
    first = await owner.call("GET", "/search/conversations", 200, params={"q": "weimar", "limit": 1})
    second = await owner.call(
        "GET", "/search/conversations", 200, params={"q": "weimar", "limit": 1, "cursor": first["next_cursor"]}
    )
    assert first["items"] + second["items"] == found["items"]
    assert second["next_cursor"] is None
    # A new name at once, the old one no more.
    renamed = found["items"][0]["conversation_id"]
    await owner.call("PATCH", f"/conversations/{renamed}", 200, json={"title": "Ganz anders"})
    assert len((await owner.call("GET", "/search/conversations", 200, params={"q": "republik"}))["items"]) == 0
    assert len((await owner.call("GET", "/search/conversations", 200, params={"q": "ander"}))["items"]) == 1


async def test_a_long_text_shows_the_place(owner: Chatter, platform: Platform) -> None:
    await say(platform, owner.person, Said("word " * 2000 + "the needle is here " + "word " * 2000))
    (hit,) = (await search(owner, "needle"))["items"]
    text = "".join(part["text"] for part in hit["snippet"])
    assert text.startswith("… word ")
    assert text.endswith(" …")
    assert len(text) < 260
    assert marked(hit) == ["needle"]
