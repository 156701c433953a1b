"""Attached files go along with exports and come back with imports; archives made to do harm do none."""

import asyncio
import io
import zipfile
from typing import Any
from urllib.parse import unquote

import orjson
import pytest

from convosphere.entry.wiring import Application
from convosphere.features.transfer.schemas import ChatFile
from tests.factories import files
from tests.factories.disk import files_below
from tests.features.files.conftest import Uploader
from tests.features.transfer.conftest import PATIENCE, Mover

pytestmark = pytest.mark.usefixtures("worker")

NOTES = "Äpfel, Birnen\n".encode()


def uploader(owner: Mover) -> Uploader:
    return Uploader(owner.person, owner.client, owner.headers)


async def ask_with(owner: Mover, chat: str, *file_ids: str, content: str = "Look at these") -> None:
    """A question with files, answered by what is built in."""
    path = f"/conversations/{chat}/messages"
    await owner.call("POST", path, 201, json={"content": content, "attachment_ids": list(file_ids)})
    async with asyncio.timeout(PATIENCE):
        while True:
            if (await owner.messages(chat))[-1]["status"] not in {"pending", "streaming"}:
                return
            await asyncio.sleep(0.05)


async def chat_with_files(owner: Mover) -> tuple[str, str]:
    """A chat with a picture and a text, and a second question with the picture again; its id and the picture's."""
    picture = await uploader(owner).accepted("Photo.PNG", files.png(64, 48))
    notes = await uploader(owner).accepted("con.txt", NOTES)
    chat = (await owner.call("POST", "/conversations", 201, json={"title": "Trip"}))["id"]
    await ask_with(owner, chat, picture["id"], notes["id"])
    await ask_with(owner, chat, picture["id"])
    return str(chat), str(picture["id"])


async def brought_chat(owner: Mover, title: str = "Trip") -> str:
    """A chat with a picture and a text that came in a file: no model is asked; its id."""
    carried = {"files/a": ("Photo.PNG", files.png(64, 48)), "files/b": ("con.txt", NOTES)}
    attachments_of = [
        {"name": name, "media_type": "text/plain", "size": len(content), "path": path}
        for path, (name, content) in carried.items()
    ]
    content = {path.removeprefix("files/"): content for path, (_, content) in carried.items()}
    looked = await owner.bring(packed(conversation(attachments_of, title), content), "x.zip")
    await owner.run(looked["id"])
    [chat] = await owner.chats()
    assert [file["status"] for file in (await attachments(owner, chat["id"]))[0]] == ["ready", "ready"]
    return str(chat["id"])


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


async def attachments(owner: Mover, chat: str) -> list[list[dict[str, Any]]]:
    """What the questions of a chat carry, once all of it is checked."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = [each["attachments"] for each in await owner.messages(chat) if each["role"] == "user"]
            if not any(file["status"] == "checking" for carried in found for file in carried):
                return found
            await asyncio.sleep(0.05)


async def test_json_takes_the_files_along_and_brings_them_back(owner: Mover) -> None:
    chat, picture = await chat_with_files(owner)
    shown = (await uploader(owner).fetch(picture)).content
    export = await owner.export("json", {"conversation_ids": [chat]})
    assert (export["status"], export["file_name"]) == ("ready", "Trip.zip")
    content = await owner.fetch(export)
    with opened(content) as archive:
        assert sorted(archive.namelist()) == ["conversations.json", "files/Photo.png", "files/file.txt"]
        assert archive.read("files/Photo.png") == shown
        assert archive.read("files/file.txt") == NOTES
        [written] = ChatFile.model_validate(orjson.loads(archive.read("conversations.json"))).conversations
    carried = [[file.path for file in message.attachments] for message in written.messages if message.attachments]
    assert carried == [["files/Photo.png", "files/file.txt"], ["files/Photo.png"]]
    await owner.call("DELETE", f"/conversations/{chat}", 204)
    looked = await owner.bring(content, "Trip.zip")
    assert (looked["report"]["conversations"], looked["report"]["problems"]) == (1, [])
    done = await owner.run(looked["id"])
    assert (done["imported"], done["report"]["problems"]) == (1, [])
    [back] = await owner.chats()
    first, second = await attachments(owner, back["id"])
    assert [(file["name"], file["status"]) for file in first] == [("Photo.PNG", "ready"), ("con.txt", "ready")]
    assert second == first[:1]
    assert (await uploader(owner).fetch(first[1]["id"])).content == NOTES
    # The same again brings nothing, no files either.
    used = (await owner.call("GET", "/files/limits", 200))["used_bytes"]
    again = await owner.bring(content, "Trip.zip")
    assert again["report"]["already_there"] == 1
    await owner.run(again["id"])
    assert (await owner.call("GET", "/files/limits", 200))["used_bytes"] == used


async def test_documents_link_to_the_files_beside_them(owner: Mover) -> None:
    chat = await brought_chat(owner, "Trip (1) #2")
    single = await owner.export("markdown", {"conversation_ids": [chat]})
    with opened(await owner.fetch(single)) as archive:
        assert sorted(archive.namelist()) == ["Trip (1) #2.md", "files/Photo.png", "files/file.txt"]
        assert "](<files/Photo.png>)" in archive.read("Trip (1) #2.md").decode()
    outer = (await owner.call("POST", "/folders", 201, json={"name": "Reisen"}))["id"]
    inner = (await owner.call("POST", "/folders", 201, json={"name": "Thüringen", "parent_id": outer}))["id"]
    await owner.call("PATCH", f"/conversations/{chat}", 200, json={"folder_id": inner})
    several = await owner.export("html", {"all": True})
    with opened(await owner.fetch(several)) as archive:
        page = archive.read("Reisen/Thüringen/Trip (1) #2.html").decode()
    assert 'href="../../files/Photo.png"' in unquote(page)
    assert page.count('<img src="data:image/webp;base64,') == 1
    assert "img-src data:" in page
    # What cannot be linked to is named, and a document alone stays one.
    paper = await owner.export("pdf", {"conversation_ids": [chat]})
    assert paper["file_name"].endswith(".pdf")


@pytest.mark.settings(transfer={"export_files_bytes": 100})
async def test_what_is_too_much_is_only_named(owner: Mover) -> None:
    chat = await brought_chat(owner)
    export = await owner.export("json", {"conversation_ids": [chat]})
    with opened(await owner.fetch(export)) as archive:
        assert sorted(archive.namelist()) == ["conversations.json", "files/file.txt"]
        [written] = ChatFile.model_validate(orjson.loads(archive.read("conversations.json"))).conversations
    first = next(message.attachments for message in written.messages if message.attachments)
    assert [(file.name, file.path) for file in first] == [("Photo.PNG", None), ("con.txt", "files/file.txt")]


def conversation(carried: list[dict[str, Any]], title: str = "Files") -> dict[str, Any]:
    """One question that says to carry files, in the form of our own."""
    at = "2024-01-01T00:00:00Z"
    message = {"id": "q", "role": "user", "content": "Look", "created_at": at, "attachments": carried}
    times = {"created_at": at, "updated_at": at, "last_message_at": at}
    return {"id": "c-1", "title": title, "messages": [message], **times}


def packed(written: dict[str, Any], members: dict[str, bytes]) -> bytes:
    """An archive of ours with these members below `files/`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = {"schema": "convosphere-chat/1", "exported_at": "2024-01-01T00:00:00Z"}
        archive.writestr("conversations.json", orjson.dumps(whole | {"conversations": [written]}))
        for name, content in members.items():
            archive.writestr(f"files/{name}", content)
    return made.getvalue()


def texts(*paths: str | None) -> list[dict[str, Any]]:
    """Attachments that say to lie at these paths, named by their places."""
    return [{"name": f"{n}.txt", "media_type": "text/plain", "size": 3, "path": path} for n, path in enumerate(paths)]


async def test_paths_lead_nowhere_but_into_the_archive(owner: Mover, application: Application) -> None:
    members = {"a.txt": b"abc", "conversations.json": b'[{"mapping":{}}]', "../../evil.txt": b"out"}
    paths = ("files/a.txt", "files/missing.txt", "/etc/passwd", "conversations.json", None, "files/../../evil.txt")
    looked = await owner.bring(packed(conversation(texts(*paths)), members), "x.zip")
    # The file of that name among the attached ones is no list of conversations.
    assert looked["report"]["conversations"] == 1
    assert [each["code"] for each in looked["report"]["problems"]] == ["media_left_out"]
    assert (await owner.run(looked["id"]))["status"] == "done"
    [chat] = await owner.chats()
    [carried] = await attachments(owner, chat["id"])
    assert [(file["name"], file["status"]) for file in carried] == [("0.txt", "ready"), ("5.txt", "ready")]
    work = application.platform.settings.data_dir / "work"
    assert await asyncio.to_thread(files_below, work) == []


@pytest.mark.settings(files={"max_bytes": 5_000, "person_bytes": 6_000})
async def test_broken_bursting_and_surplus_files_are_left_out_and_told(owner: Mover) -> None:
    members = {
        "broken.txt": bytes(range(256)) * 4,
        "large.txt": b"x" * 5_001,
        "fits.txt": b"y" * 4_000,
        "full.txt": b"z" * 4_000,
    }
    content = packed(conversation(texts(*(f"files/{name}" for name in members))), members)
    # One byte of what is packed is another now.
    at = content.rindex(b"files/broken.txt", 0, content.index(b"PK\x01\x02")) + len("files/broken.txt") + 20
    looked = await owner.bring(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :], "x.zip")
    done = await owner.run(looked["id"])
    assert (done["status"], done["imported"]) == ("done", 1)
    [problem] = done["report"]["problems"]
    assert problem["message"].startswith("3 files or pictures are left out")
    [chat] = await owner.chats()
    [carried] = await attachments(owner, chat["id"])
    assert [file["name"] for file in carried] == ["2.txt"]


async def test_a_question_of_files_alone_leaves_and_comes_back(owner: Mover) -> None:
    notes = await uploader(owner).accepted("Zahlen.txt", NOTES)
    chat = (await owner.call("POST", "/conversations", 201, json={}))["id"]
    await ask_with(owner, chat, notes["id"], content="")
    export = await owner.export("json", {"conversation_ids": [chat]})
    content = await owner.fetch(export)
    with opened(content) as archive:
        [written] = ChatFile.model_validate(orjson.loads(archive.read("conversations.json"))).conversations
    question, answer = written.messages
    assert (written.title, question.content, [file.name for file in question.attachments]) == (
        "Zahlen.txt",
        "",
        ["Zahlen.txt"],
    )
    for form, suffix in (("markdown", "md"), ("html", "html")):
        paper = await owner.export(form, {"conversation_ids": [chat]})
        assert paper["simplified"] == 0
        with opened(await owner.fetch(paper)) as archive:
            [name] = [each for each in archive.namelist() if each.endswith(f".{suffix}")]
            text = archive.read(name).decode()
        assert "Zahlen.txt (15 B)" in text, form
        assert text.count("files/Zahlen.txt") == 1, form
    await owner.call("DELETE", f"/conversations/{chat}", 204)
    looked = await owner.bring(content, "back.zip")
    assert (looked["report"]["conversations"], looked["report"]["messages"]) == (1, 2)
    await owner.run(looked["id"])
    [again] = await owner.chats()
    assert [[file["name"] for file in carried] for carried in await attachments(owner, again["id"])] == [["Zahlen.txt"]]
    assert [each["content"] for each in await owner.messages(again["id"])] == ["", answer.content]
