"""Exports: every form, every scope, what comes back in, links, and their end."""

import asyncio
import io
import zipfile
from typing import Any

import orjson
import pypdfium2
import pytest
from docx import Document

from convosphere.entry.wiring import Application
from convosphere.features.transfer.actions.sweep import sweep
from convosphere.features.transfer.schemas import ChatFile
from convosphere.platform.storage import StorageFullError
from tests.factories.disk import files_below
from tests.features.transfer import samples
from tests.features.transfer.conftest import Mover

pytestmark = pytest.mark.usefixtures("worker")

HARD = """# Überschrift <img src=x onerror=alert(1)>

Äpfel 🍎 und **fett**, [gut](https://example.org), [böse](javascript:alert(1)), ![Bild](https://evil.example/t.png).

```python
print("<b>" * 3)  # שלום
```

| a | b |
|---|---|
| 1 | 2 |
"""


async def fill(owner: Mover, title: str = "Weimar & <Ilm>/Jena", key: str = "c-1") -> str:
    """A chat with a hard text and a branch; its id."""
    tree = samples.chatgpt(
        samples.node("q", None, "user", "Schreib etwas\x00 Schwieriges", 1_700_000_001),
        samples.node("a1", "q", "assistant", "Auf dem anderen Zweig.", 1_700_000_002),
        samples.node("a2", "q", "assistant", HARD, 1_700_000_003),
        title=title,
        key=key,
    )
    looked = await owner.bring([tree])
    await owner.run(looked["id"])
    return next(str(chat["id"]) for chat in await owner.chats() if chat["title"] == title)


async def test_a_full_disk_ends_an_export_with_that_reason(
    owner: Mover, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await fill(owner)

    async def full(*_: object) -> None:
        raise StorageFullError

    with monkeypatch.context() as disk:
        disk.setattr(application.platform.storage, "put_file", full)
        export = await owner.export("json", {"conversation_ids": [chat]})
    assert (export["status"], export["problem"]["code"]) == ("failed", "storage_full")


async def test_json_is_lossless_and_known_again(owner: Mover) -> None:
    chat = await fill(owner)
    folder = (await owner.call("POST", "/folders", 201, json={"name": "Reisen"}))["id"]
    inner = (await owner.call("POST", "/folders", 201, json={"name": "Thüringen", "parent_id": folder}))["id"]
    tag = (await owner.call("POST", "/tags", 201, json={"name": "schön"}))["id"]
    changes = {"folder_id": inner, "tags": [tag], "pinned": True}
    await owner.call("PATCH", f"/conversations/{chat}", 200, json=changes)
    answer = (await owner.messages(chat))[-1]["id"]
    rating = {"value": "up", "reasons": ["right"], "comment": "Danke 🙏"}
    await owner.call("PUT", f"/conversations/{chat}/messages/{answer}/rating", 200, json=rating)
    await owner.call("PUT", f"/conversations/{chat}/messages/{answer}/pin", 200)
    export = await owner.export("json", {"conversation_ids": [chat]})
    assert (export["status"], export["name"]) == ("ready", "Weimar & <Ilm>/Jena")
    assert export["file_name"] == "Weimar & Ilm Jena.json"
    content = await owner.fetch(export)
    [written] = ChatFile.model_validate(orjson.loads(content)).conversations
    assert [message.content for message in written.messages][1:] == ["Auf dem anderen Zweig.", HARD.strip()]
    assert (written.folder, written.tags, written.pinned) == (["Reisen", "Thüringen"], ["schön"], True)
    assert [message.pinned for message in written.messages] == [False, False, True]
    # The original is there.
    assert (await owner.bring(content))["report"]["already_there"] == 1
    await owner.call("DELETE", f"/conversations/{chat}", 204)
    await owner.call("DELETE", f"/folders/{folder}", 204)
    back = await owner.bring(content)
    assert back["report"]["conversations"] == 1
    await owner.run(back["id"])
    again = await owner.export("json", {"all": True})
    [returned] = ChatFile.model_validate(orjson.loads(await owner.fetch(again))).conversations
    assert plain(returned) == plain(written)
    assert (await owner.bring(content))["report"]["already_there"] == 1


async def test_tags_come_back_to_those_of_their_name_however_it_is_written(owner: Mover) -> None:
    chat = await fill(owner)
    tag = (await owner.call("POST", "/tags", 201, json={"name": "schön"}))["id"]
    await owner.call("PATCH", f"/conversations/{chat}", 200, json={"tags": [tag]})
    content = await owner.fetch(await owner.export("json", {"conversation_ids": [chat]}))
    await owner.call("DELETE", f"/conversations/{chat}", 204)
    await owner.call("PATCH", f"/tags/{tag}", 200, json={"name": "Schön"})
    done = await owner.run((await owner.bring(content))["id"])
    assert (done["status"], done["imported"]) == ("done", 1)
    assert [each["name"] for each in (await owner.call("GET", "/tags", 200))["items"]] == ["Schön"]
    assert [each["tags"] for each in await owner.chats()] == [[tag]]


def plain(conversation: Any) -> dict[str, Any]:
    """Without what is new each time: ids by their places."""
    places = {message.id: place for place, message in enumerate(conversation.messages)}
    found: dict[str, Any] = conversation.model_dump(exclude={"id"})
    found["current_id"] = places[found["current_id"]]
    for message in found["messages"]:
        message["id"] = places[message["id"]]
        message["parent_id"] = places.get(message["parent_id"])
    return found


async def test_documents_of_one_chat(owner: Mover) -> None:
    chat = await fill(owner)
    files = {}
    for form in ("markdown", "html", "pdf", "docx"):
        export = await owner.export(form, {"conversation_ids": [chat]})
        assert (export["status"], export["simplified"], export["done"]) == ("ready", 0, 1), form
        files[form] = await owner.fetch(export)
    assert HARD.strip() in files["markdown"].decode()
    page = files["html"].decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "default-src 'none'" in page
    text = await asyncio.to_thread(pdf_text, files["pdf"])
    assert "Überschrift" in text
    assert "[red apple]" in text
    texts = await asyncio.to_thread(docx_texts, files["docx"])
    assert any(text.startswith("Äpfel 🍎 und fett") for text in texts)
    assert any("one message on another branch" in text for text in texts)
    assert "Auf dem anderen Zweig." not in texts


def pdf_text(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    text = "".join(each.get_textpage().get_text_range() for each in pdf)
    pdf.close()
    return text


def docx_texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


async def test_all_and_a_folder_as_archives(owner: Mover) -> None:
    first, _second = await fill(owner, "../Same: name", "c-1"), await fill(owner, "../same? NAME", "c-2")
    folder = (await owner.call("POST", "/folders", 201, json={"name": "..\\Reisen/"}))["id"]
    await owner.call("PATCH", f"/conversations/{first}", 200, json={"folder_id": folder})
    temporary = await owner.call("POST", "/conversations", 201, json={"temporary": True})
    export = await owner.export("html", {"all": True})
    assert (export["total"], export["name"]) == (2, "")
    with zipfile.ZipFile(io.BytesIO(await owner.fetch(export))) as archive:
        assert sorted(archive.namelist()) == ["Reisen/Same name.html", "same NAME.html"]
    export = await owner.export("markdown", {"folder_id": folder})
    assert (export["total"], export["name"]) == (1, "..\\Reisen/")
    assert export["file_name"] == "Reisen.zip"
    scope = {"conversation_ids": [temporary["id"]]}
    await owner.call("POST", "/exports", 404, json={"scope": scope, "format": "json"})


async def test_refusals(owner: Mover) -> None:
    assert (await owner.call("POST", "/exports", 409, json={"scope": {"all": True}, "format": "json"}))[
        "code"
    ] == "nothing_to_export"
    scopes: list[dict[str, Any]] = [
        {},
        {"all": True, "folder_id": str(samples.NO_PARENT)},
        {"all": False},
        {"conversation_ids": []},
    ]
    for scope in scopes:
        await owner.call("POST", "/exports", 422, json={"scope": scope, "format": "json"})
    await owner.call("POST", "/exports", 422, json={"scope": {"all": True}, "format": "exe"})


async def test_links_and_the_end_of_an_export(owner: Mover, application: Application) -> None:
    await fill(owner)
    export = await owner.export("json", {"all": True})
    link = (await owner.call("GET", f"/exports/{export['id']}/link", 200))["url"]
    response = await owner.client.get(link)
    assert response.headers["content-disposition"].startswith("attachment; ")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert (await owner.client.get(link[:-2] + "AA")).status_code == 404
    await owner.call("DELETE", f"/exports/{export['id']}", 204)
    assert (await owner.client.get(link)).status_code == 404
    await owner.call("GET", f"/exports/{export['id']}/link", 404)
    await sweep(application.platform, owner.person.organization_id)
    folder = application.platform.settings.data_dir / "files" / "exports"
    assert await asyncio.to_thread(files_below, folder) == []
