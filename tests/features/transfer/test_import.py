"""Imports from every source: dry run, real run, nothing twice."""

import io
import zipfile
from typing import Any

import pytest
from httpx import AsyncClient

from convosphere.entry.wiring import Application
from tests.factories.accounts import MadeOrganization, create_person
from tests.features.transfer import samples
from tests.features.transfer.conftest import Mover, mover

pytestmark = pytest.mark.usefixtures("worker")


async def test_chatgpt_with_branches_and_steps(owner: Mover) -> None:
    looked = await owner.bring([samples.branched()], pieces=3)
    assert looked["status"] == "inspected"
    assert looked["source"] == "chatgpt"
    assert looked["report"] | {"problems": []} == {
        "conversations": 1,
        "messages": 5,
        "already_there": 0,
        "changed": 0,
        "problems": [],
        "more_problems": 0,
    }
    # A dry run changes nothing.
    assert await owner.chats() == []
    done = await owner.run(looked["id"])
    assert (done["status"], done["imported"]) == ("done", 1)
    [chat] = await owner.chats()
    assert chat["title"] == "Weimar"
    question, answer, second, last = await owner.messages(chat["id"])
    assert question["content"] == "When was Goethe born?"
    assert question["author"]["name"] == owner.person.name
    assert answer["content"] == "```python\nprint(1749)\n```\n\n```\n1749\n```\n\nOn 28 August 1749."
    assert answer["reasoning"] == "Goethe was born in 1749."
    assert answer["model"] == {
        "id": None,
        "name": "gpt-4o",
        "display_name": "gpt-4o",
        "provider": "openai",
        "fallback": None,
    }
    assert (answer["siblings"]["index"], answer["siblings"]["count"]) == (2, 2)
    assert second["content"] == "And where? 🦆"
    assert last["content"] == "In Frankfurt."
    assert last["created_at"].startswith("2023-11-14T22:13:28")
    # The other branch is there, too.
    shown = await owner.call(
        "POST", f"/conversations/{chat['id']}/messages/{answer['siblings']['previous_id']}/show", 200
    )
    assert shown["id"] == chat["id"]
    assert [each["content"] for each in await owner.messages(chat["id"])] == ["When was Goethe born?", "In 1749."]


@pytest.mark.parametrize(
    ("content", "source", "title", "last"),
    [
        ([samples.open_webui()], "open_webui", "Greeting", "Hi!"),
        (samples.librechat(recursive=True), "librechat", "Befinden", "Gut, danke."),
        (samples.librechat(recursive=False), "librechat", "Befinden", "Gut, danke."),
    ],
)
async def test_other_sources_and_nothing_twice(owner: Mover, content: Any, source: str, title: str, last: str) -> None:
    first = await owner.bring(content, "export.json")
    assert (first["source"], first["report"]["conversations"]) == (source, 1)
    await owner.run(first["id"])
    again = await owner.bring(content, "the same.json")
    assert (again["report"]["conversations"], again["report"]["already_there"]) == (0, 1)
    assert (await owner.run(again["id"]))["imported"] == 0
    [chat] = await owner.chats()
    assert chat["title"] == title
    answer = (await owner.messages(chat["id"]))[-1]
    assert answer["content"] == last
    assert answer["reasoning"]


async def test_what_was_deleted_can_come_again_and_what_changed_comes_beside(owner: Mover) -> None:
    question, answer = samples.node("q", None, "user", "Hi", 1), samples.node("a", "q", "assistant", "Hello", 2)
    first = await owner.bring([samples.chatgpt(question, answer)])
    await owner.run(first["id"])
    more = samples.node("q2", "a", "user", "More", 3)
    grown = await owner.bring([samples.chatgpt(question, answer, more), samples.chatgpt(question, answer)])
    report = grown["report"]
    assert (report["conversations"], report["changed"], report["already_there"]) == (1, 1, 1)
    await owner.run(grown["id"])
    chats = await owner.chats()
    assert len(chats) == 2
    for chat in chats:
        await owner.call("DELETE", f"/conversations/{chat['id']}", 204)
    anew = await owner.bring([samples.chatgpt(question, answer)])
    assert anew["report"]["conversations"] == 1


async def test_what_stands_twice_in_one_file_comes_once(owner: Mover) -> None:
    looked = await owner.bring([samples.open_webui(), samples.open_webui()])
    done = await owner.run(looked["id"])
    assert (done["status"], done["imported"]) == ("done", 1)
    assert len(await owner.chats()) == 1


async def test_what_a_colleague_has_brought_is_not_there_for_oneself(
    owner: Mover, application: Application, client: AsyncClient, organization: MadeOrganization
) -> None:
    colleague = await mover(application, client, await create_person(application.platform, organization.id))
    for who in (owner, colleague):
        looked = await who.bring([samples.open_webui()])
        assert (looked["report"]["conversations"], looked["report"]["already_there"]) == (1, 0)
        assert (await who.run(looked["id"]))["imported"] == 1
        assert len(await who.chats()) == 1


async def test_a_zip_with_conversations(owner: Mover) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../user.json", "{}")
        archive.writestr("chat.html", "<script>alert(1)</script>")
        archive.writestr("conversations-000.json", b"\xef\xbb\xbf[" + b"]")
        archive.writestr("conversations-001.json", b'[{"mapping": {}}]')
    looked = await owner.bring(packed.getvalue(), "export.zip")
    assert looked["problem"]["code"] == "import_no_conversations"
    assert [each["code"] for each in looked["report"]["problems"]] == ["unreadable"]


async def test_an_import_ends_when_its_owner_says_so(owner: Mover) -> None:
    looked = await owner.bring([samples.branched()])
    await owner.call("DELETE", f"/imports/{looked['id']}", 204)
    await owner.call("GET", f"/imports/{looked['id']}", 404)
    await owner.call("POST", f"/imports/{looked['id']}/run", 404)
    assert (await owner.call("GET", "/imports", 200))["items"] == []


async def test_pieces_at_the_wrong_place(owner: Mover) -> None:
    made = await owner.call("POST", "/imports", 201, json={"name": "a/../b.json", "size": 10})
    assert made["item"]["name"] == "b.json"
    key = made["item"]["id"]
    assert (await owner.send(key, 5, b"x", 409))["code"] == "upload_offset_mismatch"
    assert (await owner.send(key, 0, b"x" * 11, 422))["code"] == "upload_too_long"
    await owner.send(key, 0, b"[1,2")
    assert (await owner.send(key, 0, b"[1,2", 409))["code"] == "upload_offset_mismatch"
    assert (await owner.call("POST", f"/imports/{key}/run", 409))["code"] == "import_wrong_state"
    head = await owner.client.head(f"/api/v1/imports/{key}/content", headers=owner.headers)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("4", "10")
