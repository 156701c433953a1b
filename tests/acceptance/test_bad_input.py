"""Bad input over REST: a precise problem or harmless text, never a 500, never a lost message."""

import base64
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.problems import refused
from tests.acceptance.harness.processes import FakeProviderProcess, Process
from tests.acceptance.harness.watching import has_ended, watching

pytestmark = pytest.mark.usefixtures("no_bug_is_logged")

ECHO = "fake-echo"
JSON = {"content-type": "application/json"}
UNKNOWN = "019a4c1e-0000-7000-8000-00000000dead"
MANY_DIGITS = "9" * 5000
NESTED = b"[" * 200_000 + b"]" * 200_000


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [ECHO])


@pytest.fixture
async def conversation(owner: Person, founding: Founding) -> str:
    return await owner.begin(founding.models[ECHO])


def raw(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


class TestMessages:
    @pytest.mark.parametrize(
        ("body", "status", "field"),
        [
            (raw(content=""), 422, "body.content"),
            (raw(content=" \n\t "), 422, "body.content"),
            (raw(content="x" * 200_001), 422, "body.content"),
            (raw(content="x" * 1_000_000), 422, "body.content"),
            (raw(content=None), 422, "body.content"),
            (raw(content=7), 422, "body.content"),
            (raw(content=["x"]), 422, "body.content"),
            (raw(), 422, "body.content"),
            (raw(content="half \ud83d"), 422, "body.content"),
            (raw(content="x", id="no uuid"), 422, "body.id"),
            (raw(content="x", parent_id=UNKNOWN), 404, None),
            (raw(content="x", model_id="gpt"), 422, "body.model_id"),
            (raw(content="x", unheard_of=1), 422, "body.unheard_of"),
            (b'{"content": "x", "\\ud83d": 1}', 422, None),
            (b'{"content": "x"', 422, None),
            (b'{"content": "\xff\xfe"}', 400, None),
            (b"\x00", 422, None),
            (b"", 422, None),
            (b'"content"', 422, None),
            (b"[]", 422, None),
            (b"null", 422, None),
            (b'{"content": ' + MANY_DIGITS.encode() + b"}", 400, None),
            (b'{"content": NaN}', 422, "body.content"),
            (NESTED, 400, None),
            (b'{"content": ' + NESTED + b"}", 400, None),
        ],
        ids=lambda given: ascii(given)[:40],
    )
    async def test_malformed_ones_are_refused_and_nothing_is_stored(
        self, owner: Person, conversation: str, body: bytes, status: int, field: str | None
    ) -> None:
        path = f"/conversations/{conversation}/messages"
        refused(await owner.request("POST", path, raw=body, headers=JSON), status, field)
        assert (await owner.messages(conversation))["items"] == []

    @pytest.mark.parametrize(
        "headers",
        [
            {"content-type": "text/plain"},
            {"content-type": "application/x-www-form-urlencoded"},
            {"content-type": "multipart/form-data"},
            {"content-type": "no type at all"},
            {"content-type": "application/json; charset=utf-16"},
        ],
        ids=lambda headers: headers["content-type"],
    )
    async def test_other_content_types_are_refused_or_read_as_json(
        self, owner: Person, conversation: str, headers: dict[str, str]
    ) -> None:
        path = f"/conversations/{conversation}/messages"
        reply = await owner.request("POST", path, raw=raw(content="x"), headers=headers)
        if headers["content-type"].startswith("application/json"):
            assert reply.status == 201
        else:
            refused(reply, 422)

    @pytest.mark.parametrize("chunked", [False, True], ids=["announced", "chunked"])
    async def test_a_body_beyond_the_limit_is_refused(
        self, owner: Person, conversation: str, product: Process, *, chunked: bool
    ) -> None:
        whole = raw(content="x" * 5_000_000)

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(whole), 100_000):
                yield whole[start : start + 100_000]

        url = f"{product.url}/api/v1/conversations/{conversation}/messages"
        headers = {"authorization": f"Bearer {owner.token}", **JSON}
        async with owner.http.post(url, data=pieces() if chunked else BytesIO(whole), headers=headers) as response:
            assert response.status == 413
            assert (await response.json(content_type=None))["code"] == "payload_too_large"

    @pytest.mark.parametrize(
        "content",
        [
            "<script>alert(1)</script><img src=x onerror=alert(2)>",
            "```python\nprint('never closed'",
            "~~~~\n```\n``",
            "$$\\frac{1}{",
            "| a | b |\n|--",
            "[x](javascript:alert(1)) ![y](data:text/html,<script>alert(1)</script>)",
            "\x01\x02\x1b[31mred\x1b[0m\x7f\x85",
            "\u202eright to left\u202c \ufeff\u200b\u2028\u2029",
            "' OR 1=1; DROP TABLE messages; -- %s %(x)s {} ${x}",
            "a" * 200_000,
            "👩‍👩‍👧‍👦" * 1000,
            "\uffff\U0010ffff",
            "\r\n\r\ndata: {}\r\n\r\n",
        ],
        ids=lambda content: ascii(content)[:30],
    )
    async def test_strange_ones_are_stored_streamed_and_answered_verbatim(
        self, owner: Person, conversation: str, content: str
    ) -> None:
        async with watching(owner, conversation) as watcher:
            question, answer = await owner.ask(conversation, content)
            await watcher.until(has_ended)
        stored = (await owner.messages(conversation))["items"]
        assert list(watcher.copy.messages.values()) == stored
        assert [message["id"] for message in stored] == [question["id"], answer["id"]]
        # The provider's echo comes back through every layer.
        assert [message["content"] for message in stored] == [content, content]

    async def test_nul_becomes_a_visible_sign(self, owner: Person, conversation: str) -> None:
        question, _ = await owner.ask(conversation, "a\x00b")
        assert question["content"] == "a\N{REPLACEMENT CHARACTER}b"

    async def test_the_same_id_twice_asks_once(self, owner: Person, conversation: str, founding: Founding) -> None:
        body = {"id": str(uuid4()), "content": "once"}
        path = f"/conversations/{conversation}/messages"
        first, second = [await owner.call("POST", path, body) for _ in range(2)]
        assert [first[part]["id"] for part in ("question", "answer")] == [
            second[part]["id"] for part in ("question", "answer")
        ]
        other = await owner.begin(founding.models[ECHO])
        refused(await owner.request("POST", f"/conversations/{other}/messages", body=body), 409, "body.id")


class TestAddresses:
    @pytest.mark.parametrize(
        ("method", "path", "body", "status", "field"),
        [
            ("GET", f"/conversations/{UNKNOWN}", None, 404, None),
            ("GET", "/conversations/1", None, 422, "path.conversation_id"),
            ("GET", "/conversations/%00", None, 422, "path.conversation_id"),
            ("GET", f"/conversations/{UNKNOWN}/messages", None, 404, None),
            ("POST", f"/conversations/{UNKNOWN}/messages", {"content": "x"}, 404, None),
            ("DELETE", f"/conversations/{UNKNOWN}", None, 404, None),
            ("PATCH", f"/conversations/{UNKNOWN}", {"title": "x"}, 404, None),
            ("GET", f"/conversations/{UNKNOWN}/events?after=0", None, 404, None),
            ("GET", "/conversations?limit=0", None, 422, "query.limit"),
            ("GET", "/conversations?limit=1e3", None, 422, "query.limit"),
            ("GET", f"/conversations?limit={MANY_DIGITS}", None, 422, "query.limit"),
            ("GET", "/conversations?cursor=%00", None, 422, "query.cursor"),
            ("GET", "/conversations?cursor=%ff%fe", None, 422, "query.cursor"),
            ("GET", "/conversations?cursor=eyJ4IjoxfQ", None, 422, "query.cursor"),
            ("GET", f"/conversations?cursor={'x' * 201}", None, 422, "query.cursor"),
            ("GET", "/conversations?archived=maybe", None, 422, "query.archived"),
            ("POST", "/conversations", {"id": "x"}, 422, "body.id"),
            ("POST", "/conversations", {"title": "x" * 201}, 422, "body.title"),
            ("POST", "/conversations", {"title": "\ud800"}, 422, "body.title"),
            ("PUT", "/conversations", None, 405, None),
            ("GET", "/no/such/thing", None, 404, None),
            ("PATCH", "/me", {"locale": "tlh"}, 422, "body.locale"),
            ("PATCH", "/me", {"name": "a\x00b"}, 422, "body.name"),
            ("GET", "/people?q=%00", None, 422, "query.q"),
            ("GET", "/audit?cursor=%00", None, 422, "query.cursor"),
            ("DELETE", f"/me/sessions/{UNKNOWN}", None, 404, None),
            ("DELETE", f"/me/api-keys/{UNKNOWN}", None, 404, None),
            ("PATCH", f"/models/{UNKNOWN}", {"enabled": True}, 404, None),
            ("POST", f"/connections/{UNKNOWN}/test", None, 404, None),
        ],
        ids=lambda given: ascii(given)[:40],
    )
    async def test_each_is_told_what_is_wrong(
        self, owner: Person, method: str, path: str, body: object, status: int, field: str | None
    ) -> None:
        refused(await owner.request(method, path, body=body), status, field)

    @pytest.mark.parametrize(
        "at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01", "4713-01-01T00:00:00Z"]
    )
    async def test_a_forged_cursor_is_refused_or_finds_a_page(self, owner: Person, at: str) -> None:
        cursor = base64.urlsafe_b64encode(json.dumps([at, str(uuid4())]).encode()).decode().rstrip("=")
        reply = await owner.request("GET", f"/conversations?cursor={cursor}")
        if reply.status != 200:
            refused(reply, 422, "query.cursor")

    @pytest.mark.parametrize("after", ["-1", "9007199254740992", "NaN", MANY_DIGITS, ""], ids=lambda text: text[:20])
    async def test_numbers_that_no_event_has_are_refused(self, owner: Person, conversation: str, after: str) -> None:
        reply = await owner.request("GET", f"/conversations/{conversation}/events?after={after}")
        refused(reply, 422, "query.after")

    async def test_a_number_that_was_never_given_out_calls_for_a_fetch(self, owner: Person, conversation: str) -> None:
        for after in (0, 2**53 - 1):
            reply = await owner.request("GET", f"/conversations/{conversation}/events?after={after}")
            refused(reply, 409)
            assert reply.body["code"] == "resync_required"

    @pytest.mark.parametrize(
        "token",
        ["", "x", "a.b.c", "\xff\xfe", "csk_" + "x" * 40, "eyJhbGciOiJub25lIn0.e30.", "x" * 8000],
        ids=lambda token: ascii(token)[:20],
    )
    async def test_invalid_tokens_are_refused(self, owner: Person, token: str) -> None:
        reply = await owner.request("GET", "/me", headers={"authorization": f"Bearer {token}"})
        refused(reply, 401)
        assert reply.headers["www-authenticate"] == "Bearer"

    async def test_titles_with_markup_come_back_as_they_are(self, owner: Person) -> None:
        title = "<script>alert(1)</script> & “quotes” 👩‍👩‍👧‍👦"
        made = await owner.call("POST", "/conversations", {"title": title})
        assert made["title"] == title
        changed = await owner.call("PATCH", f"/conversations/{made['id']}", {"title": "two\nlines\x00\x1b"})
        assert changed["title"] == "two lines"
        name = "<script>alert('Ada')</script>"
        assert (await owner.call("PATCH", "/me", {"name": name}))["name"] == name
