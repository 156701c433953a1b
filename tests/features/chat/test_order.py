"""Folders, tags, pins, filters, many at once: what a person's order does, and what it refuses."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from convosphere.features.chat.types import conversation_stream, person_stream
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.features.chat.conftest import Chatter

pytestmark = pytest.mark.unasked

NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def create(person: Chatter, title: str = "", **body: Any) -> str:
    made = await person.call("POST", "/conversations", 201, json={"title": title, **body})
    return str(made["id"])


async def change(person: Chatter, conversation: str, **body: Any) -> dict[str, Any]:
    changed = await person.call("PATCH", f"/conversations/{conversation}", 200, json=body)
    assert isinstance(changed, dict)
    return changed


async def listed(person: Chatter, query: str = "") -> list[str]:
    """The ids of all pages, two rows each."""
    items: list[str] = []
    cursor = ""
    while True:
        page = await person.call("GET", f"/conversations?limit=2&{query}{cursor}", 200)
        items += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            return items
        cursor = f"&cursor={page['next_cursor']}"


async def folder(person: Chatter, name: str, parent: str | None = None, expected: int = 201) -> str:
    made = await person.call("POST", "/folders", expected, json={"name": name, "parent_id": parent})
    return str(made.get("id", made.get("code")))


async def tree(person: Chatter) -> dict[str, tuple[str | None, int]]:
    """Folder names with the name of their parent and their place."""
    items = (await person.call("GET", "/folders", 200))["items"]
    names = {item["id"]: item["name"] for item in items}
    return {item["name"]: (names.get(item["parent_id"]), item["position"]) for item in items}


async def tag(person: Chatter, name: str, expected: int = 201) -> str:
    made = await person.call("POST", "/tags", expected, json={"name": name})
    return str(made.get("id", made.get("code")))


async def bulk(person: Chatter, action: str, **body: Any) -> Any:
    return await person.call("POST", "/conversations/bulk", 200, json={"action": action, **body})


async def test_folders_lie_in_each_other_five_deep_and_never_in_themselves(owner: Chatter) -> None:
    chain = [await folder(owner, "1")]
    for name in "2345":
        chain.append(await folder(owner, name, chain[-1]))
    assert await folder(owner, "6", chain[-1], 422) == "folder_too_deep"
    for parent in (chain[0], chain[3]):
        refused = await owner.call("PATCH", f"/folders/{chain[0]}", 422, json={"parent_id": parent})
        assert (refused["code"], refused["errors"][0]["field"]) == ("folder_inside_itself", "body.parent_id")
    pair = await folder(owner, "a")
    await folder(owner, "b", pair)
    refused = await owner.call("PATCH", f"/folders/{pair}", 422, json={"parent_id": chain[3]})
    assert refused["code"] == "folder_too_deep", "what is in it counts"
    await owner.call("PATCH", f"/folders/{pair}", 200, json={"parent_id": chain[2]})
    assert (await tree(owner))["a"] == ("3", 1)
    await owner.call("PATCH", f"/folders/{pair}", 404, json={"parent_id": str(uuid4())})


async def test_folders_stand_where_they_are_put(owner: Chatter) -> None:
    ids = {name: await folder(owner, name) for name in ("a", "b", "c")}
    await owner.call("PATCH", f"/folders/{ids['c']}", 200, json={"position": 0})
    assert sorted(await tree(owner), key=lambda name: name) == ["a", "b", "c"]
    assert {name: place for name, (_, place) in (await tree(owner)).items()} == {"c": 0, "a": 1, "b": 2}
    await owner.call("PATCH", f"/folders/{ids['c']}", 200, json={"parent_id": ids["a"], "colour": "teal"})
    assert await tree(owner) == {"a": (None, 1), "b": (None, 2), "c": ("a", 0)}
    changed = await owner.call("PATCH", f"/folders/{ids['c']}", 200, json={"name": " New\nname ", "parent_id": None})
    assert (changed["name"], changed["colour"], changed["parent_id"]) == ("New name", "teal", None)
    for body, field in (({"name": " \n"}, "name"), ({"colour": "#ff0000"}, "colour"), ({"position": -1}, "position")):
        refused = await owner.call("PATCH", f"/folders/{ids['a']}", 422, json=body)
        assert refused["errors"][0]["field"] == f"body.{field}"


async def test_a_deleted_folder_leaves_its_contents_where_it_was_or_takes_them_along(owner: Chatter) -> None:
    outer = await folder(owner, "outer")
    inner = await folder(owner, "inner", outer)
    deep = await folder(owner, "deep", inner)
    kept, within = await create(owner, folder_id=inner), await create(owner, folder_id=deep)
    await owner.call("DELETE", f"/folders/{inner}", 204)
    assert await tree(owner) == {"outer": (None, 0), "deep": ("outer", 0)}
    assert await listed(owner, f"folder={outer}") == [kept]
    await change(owner, within, archived=True)
    await owner.call("DELETE", f"/folders/{outer}?contents=delete", 204)
    assert await tree(owner) == {}
    assert await listed(owner) + await listed(owner, "archived=true") == []
    await owner.call("DELETE", f"/folders/{outer}", 404)
    await owner.call("DELETE", f"/folders/{deep}?contents=perhaps", 422)


async def test_conversations_lie_in_a_folder_stay_on_top_and_carry_tags(owner: Chatter, clock: FrozenClock) -> None:
    home, urgent, later = await folder(owner, "home"), await tag(owner, "Urgent"), await tag(owner, "later")
    ids = []
    for title in ("Weimar", "100% jena", "erfurt", "Ärger"):
        ids.append(await create(owner, title))
        clock.advance(timedelta(seconds=1))
    changed = await change(owner, ids[0], folder_id=home, pinned=True, tags=[later, urgent, later])
    assert (changed["folder_id"], changed["pinned"], changed["tags"]) == (home, True, [later, urgent])
    await change(owner, ids[1], tags=[urgent])
    assert (await change(owner, ids[0], title="Weimar"))["tags"] == [later, urgent], "other things stay"
    for query, found in (
        (f"folder={home}", [0]),
        ("folder=none", [3, 2, 1]),
        ("pinned=true", [0]),
        ("folder=none&pinned=false", [3, 2, 1]),
        (f"tag={urgent}", [1, 0]),
        (f"tag={later}&folder=none", []),
        (f"tag={uuid4()}", []),
        (f"folder={uuid4()}", []),
        ("q=WEIM", [0]),
        ("q=%25", [1]),
        ("q=_", []),
        ("q=%00", [3, 2, 1, 0]),
        ("sort=oldest", [0, 1, 2, 3]),
        ("sort=title&q=e", [2, 1, 0, 3]),
    ):
        answer = await listed(owner, query)
        assert (set(answer) if "title" in query else answer) == (
            {ids[n] for n in found} if "title" in query else [ids[n] for n in found]
        ), query
    titles = [item["title"] for item in (await owner.call("GET", "/conversations?sort=title&limit=3", 200))["items"]]
    assert titles == ["100% jena", "erfurt", "Weimar"], "capitals make no difference"
    assert len(await listed(owner, "sort=title")) == 4
    await change(owner, ids[0], folder_id=None, pinned=False, tags=[])
    assert await listed(owner, "folder=none") == [ids[3], ids[2], ids[1], ids[0]]
    assert await listed(owner, f"tag={later}") == []


async def test_wrong_queries_are_named(owner: Chatter) -> None:
    for query, field in (
        ("folder=somewhere", "query.folder"),
        ("tag=x", "query.tag"),
        ("sort=random", "query.sort"),
        ("limit=0", "query.limit"),
        ("limit=201", "query.limit"),
        ("colour=red", "query.colour"),
        ("cursor=nonsense", "query.cursor"),
        ("sort=title&cursor=WyJhXHUwMDAwIiwiMDE5OGYzYzItYTFiMi03ZDNlLThmNGEtNWI2YzdkOGU5ZjAwIl0", "query.cursor"),
        ("q=" + "x" * 201, "query.q"),
    ):
        refused = await owner.call("GET", f"/conversations?{query}", 422)
        assert refused["errors"][0]["field"].startswith(field), query


async def test_what_is_not_there_cannot_be_put_on_a_conversation(owner: Chatter) -> None:
    conversation, unknown = await create(owner), str(uuid4())
    for body, field in (({"folder_id": unknown}, "body.folder_id"), ({"tags": [unknown]}, "body.tags")):
        refused = await owner.call("PATCH", f"/conversations/{conversation}", 404, json=body)
        assert refused["errors"][0]["field"] == field
    await owner.call("POST", "/conversations", 404, json={"folder_id": unknown})
    await owner.call("PATCH", f"/conversations/{conversation}", 422, json={"tags": [unknown] * 21})


async def test_a_tag_is_one_of_a_kind_and_goes_without_its_conversations(owner: Chatter) -> None:
    first = await tag(owner, "Straße 🏠")
    assert await tag(owner, "straße 🏠", 409) == "tag_name_taken"
    second = await tag(owner, "zweitens")
    await owner.call("PATCH", f"/tags/{second}", 200, json={"name": "STRASSE 🏠", "colour": "red"})
    refused = await owner.call("PATCH", f"/tags/{second}", 409, json={"name": "Straße 🏠"})
    assert refused["code"] == "tag_name_taken"
    conversation = await create(owner)
    await change(owner, conversation, tags=[first, second])
    await owner.call("DELETE", f"/tags/{first}", 204)
    assert (await owner.call("GET", f"/conversations/{conversation}", 200))["tags"] == [second]
    assert [item["name"] for item in (await owner.call("GET", "/tags", 200))["items"]] == ["STRASSE 🏠"]


async def test_many_at_once(owner: Chatter) -> None:
    ids = [await create(owner, str(number)) for number in range(4)]
    home, urgent, unknown = await folder(owner, "home"), await tag(owner, "urgent"), str(uuid4())
    for action, body, query in (
        ("archive", {}, "archived=true"),
        ("unarchive", {}, "archived=false"),
        ("pin", {}, "pinned=true"),
        ("unpin", {}, "pinned=false"),
        ("move", {"folder_id": home}, f"folder={home}"),
        ("tag", {"tag_id": urgent}, f"tag={urgent}"),
    ):
        result = await bulk(owner, action, ids=[*ids[:3], unknown], **body)
        assert result == {"changed": 3, "failed": [{"id": unknown, "code": "not_found"}], "more": False}, action
        assert set(await listed(owner, query)) >= set(ids[:3]), action
        assert (await bulk(owner, action, ids=ids[:3], **body))["changed"] == 0, "twice does no harm"
    assert (await bulk(owner, "untag", filter={"tag": urgent}, tag_id=urgent))["changed"] == 3
    assert (await bulk(owner, "move", filter={"folder": home}, folder_id=None))["changed"] == 3
    assert (await bulk(owner, "move", filter={}, folder_id=home))["changed"] == 4, "out of no folder into one"
    assert (await bulk(owner, "tag", filter={"q": "0"}, tag_id=urgent)) == {"changed": 1, "failed": [], "more": False}
    assert (await bulk(owner, "delete", ids=[ids[0], unknown]))["changed"] == 1
    assert (await bulk(owner, "delete", filter={}))["changed"] == 3
    assert await listed(owner) == []


async def test_a_conversation_carries_twenty_tags_at_most(owner: Chatter) -> None:
    conversation, other = await create(owner), await create(owner)
    tags = [await tag(owner, f"tag {number}") for number in range(21)]
    await change(owner, conversation, tags=tags[:20])
    result = await bulk(owner, "tag", ids=[conversation, other], tag_id=tags[20])
    assert result == {"changed": 1, "failed": [{"id": conversation, "code": "too_many_tags"}], "more": False}
    assert (await bulk(owner, "tag", filter={}, tag_id=tags[20]))["changed"] == 0, "a full one is passed over"
    again = await bulk(owner, "tag", ids=[conversation], tag_id=tags[0])
    assert again == {"changed": 0, "failed": [], "more": False}, "what it has is none too many"
    assert (await bulk(owner, "tag", filter={}, tag_id=tags[0]))["changed"] == 1


async def test_many_at_once_asked_wrongly(owner: Chatter) -> None:
    some = str(uuid4())
    for body, code in (
        ({"action": "archive"}, "ids_or_filter"),
        ({"action": "archive", "ids": [some], "filter": {}}, "ids_or_filter"),
        ({"action": "archive", "ids": []}, "too_short"),
        ({"action": "archive", "ids": [some] * 201}, "too_long"),
        ({"action": "tag", "ids": [some]}, "tag_missing"),
        ({"action": "explode", "ids": [some]}, "literal_error"),
        ({"action": "archive", "filter": {"colour": "red"}}, "extra_forbidden"),
    ):
        refused = await owner.call("POST", "/conversations/bulk", 422, json=body)
        assert refused["errors"][0]["code"] == code, body
    for body in ({"action": "move", "folder_id": some}, {"action": "tag", "tag_id": some}):
        await owner.call("POST", "/conversations/bulk", 404, json=body | {"ids": [some]})


async def test_every_change_is_told(owner: Chatter, platform: Platform) -> None:
    one, two = await create(owner), await create(owner)
    stream, of_one = person_stream(owner.person.id), conversation_stream(UUID(one))
    head, before = await platform.log.head(stream), await platform.log.head(of_one)
    await tag(owner, "urgent")
    await bulk(owner, "pin", ids=[one, two])
    await bulk(owner, "delete", ids=[one])
    told = [orjson.loads(entry.data) for entry in await platform.log.read(stream, head)]
    assert [event["type"] for event in told] == ["order.changed", *["conversation.updated"] * 2, "conversation.deleted"]
    assert told[1]["conversation"]["pinned"] is True
    entries = await platform.log.read(of_one, before)
    assert [orjson.loads(entry.data)["type"] for entry in entries] == ["conversation.updated", "conversation.deleted"]
