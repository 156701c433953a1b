"""Emoji, right-to-left and signs that nobody sees, in every field that takes words: kept whole, or refused by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson
import pytest
from fastapi import FastAPI

from convosphere.entry.wiring import Application
from convosphere.platform.texts import TURNING
from tests.features.chat.conftest import Chatter
from tests.features.chat.trees import answer_at_once

pytestmark = pytest.mark.unasked

TAGS = {"API keys", "Conversations", "Files", "Groups", "Imports", "Me", "Messages", "Order", "People", "Prompts"}
# No words, but secrets: what is to be in them and what not is for those to say who set them.
SECRETS = {"POST /me/password .current_password", "POST /me/password .new_password"}
HERE = "<here>"
# In every field as it was given.
WHOLE = ("👩‍👩‍👧‍👦🏳️‍🌈❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿 a\u0301 日本 𝒜", "שלום — مرحبا 12 شهر‌ها नमस्ते")
# In lines without what cannot be seen or turns the direction; where people have a name of their own, refused.
STRANGE = ("a\u202egnp.\u2066b\x00c\x1b[31md",)
# As good as nothing.
NOTHING = (" \t", "\u200b\u2060\ufeff\u200d")
HALF = b'"a\\ud83d"'


@dataclass(frozen=True)
class Field:
    """A request that stores words, with `HERE` where they stand."""

    method: str
    path: str
    body: dict[str, Any]
    # As the API has it: one line, a text as it is typed, a file's name, or a word without signs.
    kind: str = "line"
    # Whether the answer shows it.
    shown: bool = True
    may_be_empty: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path} {''.join(_place(self.body))}"


ONE = "/conversations/{conversation}"
VARIABLE = {"name": "a", "type": "choice", "options": ["x"]}
ANSWER = {"role": "assistant", "content": "x"}
PROMPT = {"title": "T", "content": "C"}
FIELDS = [
    Field("POST", "/conversations", {"title": HERE}, may_be_empty=True),
    Field("PATCH", ONE, {"title": HERE}, may_be_empty=True),
    Field("POST", f"{ONE}/messages", {"content": HERE, "when_busy": "queue"}, "text"),
    Field("PATCH", f"{ONE}/queue/{{queued}}", {"content": HERE}, "text"),
    Field("PUT", f"{ONE}/messages/{{answer}}/rating", {"value": "up", "comment": HERE}, "text", may_be_empty=True),
    Field("PUT", f"{ONE}/messages/{{answer}}/rating", {"value": "up", "reasons": [HERE]}),
    Field("POST", "/conversations/bulk", {"action": "pin", "filter": {"q": HERE}}, shown=False, may_be_empty=True),
    Field("POST", "/folders", {"name": HERE}),
    Field("PATCH", "/folders/{folder}", {"name": HERE}),
    Field("POST", "/tags", {"name": HERE}),
    Field("PATCH", "/tags/{tag}", {"name": HERE}),
    Field("POST", "/templates/{template}/start", {"variables": {"a": HERE}}, "text", shown=False, may_be_empty=True),
    Field("POST", "/files", {"name": HERE, "size": 1}, "file", may_be_empty=True),
    Field("POST", "/files", {"name": "a", "size": 1, "media_type": HERE}, "word", shown=False, may_be_empty=True),
    Field("POST", "/imports", {"name": HERE, "size": 1}, "file", may_be_empty=True),
    *(
        Field(method, path, {**PROMPT, **more}, kind)
        for method, path in (("POST", "/prompts"), ("PUT", "/prompts/{prompt}"))
        for more, kind in (
            ({"title": HERE}, "line"),
            ({"content": HERE}, "text"),
            ({"command": HERE}, "word"),
            ({"tags": [HERE]}, "line"),
        )
    ),
    *(
        Field(method, path, {"name": "T", **more}, kind, may_be_empty=may_be_empty)
        for method, path in (("POST", "/templates"), ("PUT", "/templates/{template}"))
        for more, kind, may_be_empty in (
            ({"name": HERE}, "line", False),
            ({"description": HERE}, "line", True),
            ({"prompt": HERE}, "text", True),
            ({"first_messages": [{"role": "user", "content": HERE}, ANSWER]}, "text", False),
            ({"variables": [{"name": HERE}]}, "word", False),
            ({"variables": [VARIABLE | {"label": HERE}]}, "line", True),
            ({"variables": [{"name": "a", "default": HERE}]}, "text", True),
            ({"variables": [VARIABLE | {"options": [HERE]}]}, "line", False),
        )
    ),
    Field("POST", "/groups", {"name": HERE}),
    Field("POST", "/groups", {"name": "G", "description": HERE}, may_be_empty=True),
    Field("PATCH", "/groups/{group}", {"name": HERE}),
    Field("PATCH", "/groups/{group}", {"description": HERE}, may_be_empty=True),
    Field("POST", "/me/api-keys", {"name": HERE, "scopes": ["chat"]}),
    Field("PATCH", "/me", {"name": HERE}),
    Field("PATCH", "/organization", {"name": HERE}),
]


def test_the_table_is_complete(app: FastAPI) -> None:
    document = app.openapi()
    stored = {
        f"{method.upper()} {path.removeprefix('/api/v1')} {place}".replace("_id}", "}")
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if TAGS & set(operation.get("tags", ()))
        for content in [operation.get("requestBody", {}).get("content", {}).get("application/json")]
        if content
        for place in _words(document, content["schema"])
    }
    names = {"{message}": "{answer}", "{question}": "{queued}"}
    for shown, here in names.items():
        stored = {each.replace(shown, here) for each in stored}
    assert stored - SECRETS == {str(field) for field in FIELDS}


async def test_words_are_kept_whole_or_refused_by_name(owner: Chatter, application: Application) -> None:
    ids = await _begin(owner, application)
    for number, field in enumerate(FIELDS):
        # Some names are there once only.
        for text in (f"{whole}{number}" for whole in WHOLE):
            status, body = await _send(owner, field, ids, orjson.dumps(text))
            if field.kind == "word":
                assert status in (200, 201) or _names(field, body), (str(field), text, body)
                continue
            assert status in (200, 201, 202), (str(field), text, body)
            kept = text.replace("\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "")
            expected = kept if field.kind == "file" else text
            assert not field.shown or expected in _strings(body), (str(field), text, body)
        for text in (f"{strange}{number}e" for strange in STRANGE):
            status, body = await _send(owner, field, ids, orjson.dumps(text))
            assert status in (200, 201, 202) or _names(field, body), (str(field), text, body)
            if status != 422 and field.shown:
                lines = [each for each in _strings(body) if each[:1] == "a" and each.endswith(f"{number}e")]
                assert lines, (str(field), text, body)
                assert not any("\x00" in each for each in lines)
                if field.kind != "text":
                    assert not any(sign in TURNING or sign < " " for each in lines for sign in each), (str(field), body)
        for text in NOTHING if field.kind != "text" else NOTHING[:1]:
            status, body = await _send(owner, field, ids, orjson.dumps(text))
            refused = status == 422 and _names(field, body)
            assert refused or (field.may_be_empty and status < 300), (str(field), text, body)
        status, body = await _send(owner, field, ids, HALF)
        # Names of files lose what cannot be seen, and halves of signs with it.
        assert status == (201 if field.kind == "file" else 422), (str(field), body)
        assert status == 201 or _names(field, body), (str(field), body)


async def test_words_that_are_looked_for_break_nothing(owner: Chatter) -> None:
    searches = "conversations search/conversations search/messages prompts templates groups directory people api-keys"
    for path in searches.split():
        for text in (*WHOLE, *STRANGE, *NOTHING):
            response = await owner.client.get(f"/api/v1/{path}", params={"q": text}, headers=owner.headers)
            assert response.status_code in (200, 422), (path, text, response.text)
            if response.status_code == 422:
                assert [error["field"] for error in response.json()["errors"]] == ["query.q"], (path, text)
            assert response.status_code == 200 or text not in WHOLE, (path, text)


async def _begin(owner: Chatter, application: Application) -> dict[str, str]:
    """Something of everything; the ids."""
    made = {
        "folder": await owner.call("POST", "/folders", 201, json={"name": "F"}),
        "tag": await owner.call("POST", "/tags", 201, json={"name": "T"}),
        "prompt": await owner.call("POST", "/prompts", 201, json=PROMPT),
        "template": await owner.call(
            "POST", "/templates", 201, json={"name": "T", "variables": [{"name": "a", "required": False}]}
        ),
        "group": await owner.call("POST", "/groups", 201, json={"name": "G"}),
    }
    conversation = await owner.converse()
    answer = (await owner.ask(conversation))["answer"]["id"]
    await answer_at_once(application, owner, answer)
    await owner.ask(conversation)
    waits = {"content": "Waits", "when_busy": "queue"}
    queued = await owner.call("POST", f"/conversations/{conversation}/messages", 202, json=waits)
    ids = {name: str(each["id"]) for name, each in made.items()}
    return ids | {"conversation": conversation, "answer": answer, "queued": queued["queued"]["id"]}


async def _send(owner: Chatter, field: Field, ids: dict[str, str], text: bytes) -> tuple[int, Any]:
    """Status and body; `text` as JSON, for halves of signs cannot be said otherwise."""
    path, body = field.path, orjson.dumps(field.body).replace(orjson.dumps(HERE), text)
    body = body.replace(b'"G"', orjson.dumps(str(uuid4())))
    if path.endswith("/messages") and field.method == "POST":
        # There is an end to waiting.
        ids = ids | {"conversation": await owner.converse()}
    if path.startswith("/templates/"):
        start = {"name": str(uuid4()), "variables": [{"name": "a", "required": False}]}
        ids = ids | {"template": (await owner.call("POST", "/templates", 201, json=start))["id"]}
    headers = owner.headers | {"Content-Type": "application/json"}
    address = f"/api/v1{path.format(**ids)}"
    response = await owner.client.request(field.method, address, content=body, headers=headers)
    answer: Any = response.json() if response.content else {}
    for taken in ("/files", "/imports", "/me/api-keys"):
        if path == taken and response.status_code == 201:
            made = answer.get("file") or answer.get("item") or answer
            await owner.client.delete(f"/api/v1{path}/{made['id']}", headers=owner.headers)
    return response.status_code, answer


def _names(field: Field, problem: Any) -> bool:
    """Whether the problem names the place, as people who send requests find it."""
    if problem.get("code") in ("folder_name_taken", "tag_name_taken", "group_name_taken"):
        return True
    place = "body" + "".join(_place(field.body)).replace("[]", ".0").replace(".{}", ".a")
    return [error["field"] for error in problem["errors"]][:1] == [place]


def _place(body: Any) -> Iterator[str]:
    """Where `HERE` stands: `.variables[].label`."""
    if isinstance(body, dict):
        for name, each in body.items():
            if HERE in _strings(each):
                yield ".{}" if name == "a" else f".{name}"
                yield from _place(each)
    elif isinstance(body, list):
        yield "[]"
        yield from _place(body[0])


def _strings(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {text for each in value.values() for text in _strings(each)}
    if isinstance(value, list):
        return {text for each in value for text in _strings(each)}
    return {value} if isinstance(value, str) else set()


def _words(document: Any, schema: Any, place: str = "") -> Iterator[str]:
    """Every place of a body that takes words: no ids, times or choices."""
    if "$ref" in schema:
        yield from _words(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], place)
    for some in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(some, ()):
            yield from _words(document, each, place)
    if schema.get("type") == "string" and not {"format", "enum", "const"} & set(schema):
        yield place
    for name, each in schema.get("properties", {}).items():
        yield from _words(document, each, f"{place}.{name}")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _words(document, schema["additionalProperties"], f"{place}.{{}}")
    if "items" in schema:
        yield from _words(document, schema["items"], f"{place}[]")
