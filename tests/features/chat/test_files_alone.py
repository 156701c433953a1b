"""Questions of files alone: sent without a word, kept by everything that reads a conversation."""

import pytest

from convosphere.entry.wiring import Application
from tests.factories import files
from tests.fakes.provider import FakeProvider
from tests.features.chat.conftest import Chatter
from tests.features.chat.test_attachments import asked, ready, until_asked


@pytest.mark.usefixtures("worker")
async def test_a_model_is_told_of_files_that_come_without_words(
    application: Application, owner: Chatter, provider: FakeProvider
) -> None:
    file_id = await ready(application, owner, "Bericht_2026.txt", b"All is well")
    conversation = await owner.converse()
    answer = await owner.answered(conversation, " \n ", attachment_ids=[file_id])
    assert answer["content"]
    assert asked(provider) == "Attached document “Bericht_2026.txt” (text/plain):\n<document>\nAll is well\n</document>"
    shown = await owner.call("GET", f"/conversations/{conversation}", 200)
    assert shown["title"] == "Bericht_2026.txt"
    question = (await owner.messages(conversation))["items"][0]
    assert (question["content"], [file["id"] for file in question["attachments"]]) == ("", [file_id])
    # It is found by the name of the file, which is the chat's; a message without a word is no hit of any question.
    for typed in ("bericht", "Bericht_2026", "2026.txt"):
        [chat] = (await owner.call("GET", "/search/conversations", 200, params={"q": typed}))["items"]
        assert chat["conversation_id"] == conversation, typed
    for sort in ("relevance", "newest"):
        found = await owner.call("GET", "/search/messages", 200, params={"q": answer["content"], "sort": sort})
        assert [hit["message_id"] for hit in found["items"]] == [answer["id"]]
    # It stays in the branch of what is asked next, and in the context that is foretold.
    await owner.answered(conversation, "And now?")
    assert "All is well" in provider.chats[-1].body["messages"][1]["content"]
    assert (await owner.call("GET", f"/conversations/{conversation}/context", 200))["attachments"] > 0


@pytest.mark.usefixtures("worker")
async def test_it_may_wait_and_lose_its_words_but_not_both(
    application: Application, owner: Chatter, provider: FakeProvider
) -> None:
    conversation = await owner.converse("fake-words-200-50tps")
    file_id = await ready(application, owner, "a.png", files.png(30, 20))
    await owner.ask(conversation, "Long")
    at = f"/conversations/{conversation}"
    body = {"content": "Look", "when_busy": "queue"}
    silent = (await owner.call("POST", f"{at}/messages", 202, json=body))["queued"]["id"]
    waiting = await owner.call("POST", f"{at}/messages", 202, json=body | {"attachment_ids": [file_id]})
    problem = await owner.call("PATCH", f"{at}/queue/{silent}", 422, json={"content": " "})
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("body.content", "question_empty")]
    await owner.call("DELETE", f"{at}/queue/{silent}", 204)
    changed = await owner.call("PATCH", f"{at}/queue/{waiting['queued']['id']}", 200, json={"content": ""})
    assert changed["content"] == ""
    await owner.call("POST", f"{at}/queue/{changed['id']}/steer", 200)
    await until_asked(provider, "a.png")


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": " \n"}, {"attachment_ids": []}])
async def test_neither_words_nor_files_is_no_question(owner: Chatter, body: dict[str, object]) -> None:
    conversation = await owner.converse()
    problem = await owner.call("POST", f"/conversations/{conversation}/messages", 422, json=body)
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("body.content", "question_empty")]
    assert problem["errors"][0]["message"] == "Write something, or attach a file."
