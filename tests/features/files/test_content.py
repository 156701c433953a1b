"""Links to content: short-lived, unforgeable, delivered so that a browser shows it and runs nothing of it."""

import base64
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.features.files import rules
from convosphere.features.files.schemas import names
from convosphere.platform.clock import FrozenClock
from convosphere.platform.context import Platform
from tests.factories import files
from tests.features.files.conftest import Uploader


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.mark.usefixtures("worker")
async def test_headers_let_nothing_run(member: Uploader) -> None:
    script = b"<script>alert(1)</script>"
    for name, content, media_type, shown in (
        ("a.png", files.png(), "image/png", "inline"),
        ("a.pdf", files.pdf("Hello"), "application/pdf", "inline"),
        ("a.js", b"alert(1)", "text/plain; charset=utf-8", "inline"),
        ("a.svg", b"<svg>" + script + b"</svg>", "text/plain; charset=utf-8", "inline"),
        ("a.html", script, "application/octet-stream", "attachment"),
        ("a.zip", files.zipped({"a": b"b"}), "application/octet-stream", "attachment"),
    ):
        file = await member.accepted(name, content)
        answer = await member.fetch(file["id"])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media_type, name
        assert answer.headers["content-disposition"].startswith(f"{shown}; filename="), name
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), name
        assert ("sandbox" in policy) is (media_type != "application/pdf"), name
        assert "script-src" not in policy
        saved = await member.fetch(file["id"], "?download=true")
        assert saved.headers["content-disposition"].startswith("attachment;"), name


@pytest.mark.usefixtures("worker")
async def test_previews(member: Uploader) -> None:
    picture = await member.accepted("a.png", files.png(2_000, 1_000))
    small = await member.fetch(picture["id"], "?variant=preview")
    assert (small.headers["content-type"], small.content[:4]) == ("image/webp", b"RIFF")
    text = await member.accepted("a.md", b"# Title\n" * 3_000)
    beginning = await member.fetch(text["id"], "?variant=preview")
    assert beginning.headers["content-type"] == "text/plain; charset=utf-8"
    assert beginning.text == ("# Title\n" * 3_000)[:4_000]
    archive = await member.accepted("a.zip", files.zipped({"a": b"b"}))
    assert (await member.call("GET", f"/files/{archive['id']}/link?variant=preview", 404))["code"] == "file_no_variant"
    # What was read in a document is its preview; a picture has no words.
    document = await member.accepted("a.html", b"<h1>Offer</h1><p>Valid until May</p>")
    read = await member.fetch(document["id"], "?variant=text")
    assert read.headers["content-type"] == "application/json"
    assert "sandbox" in read.headers["content-security-policy"]
    assert [(block["kind"], block["text"]) for block in read.json()["blocks"]] == [
        ("heading", "Offer"),
        ("paragraph", "Valid until May"),
    ]
    assert (await member.call("GET", f"/files/{picture['id']}/link?variant=text", 404))["code"] == "file_no_variant"
    # What models get is nobody else's.
    assert (await member.call("GET", f"/files/{picture['id']}/link?variant=model", 404))["code"] == "file_no_variant"
    await member.call("GET", f"/files/{picture['id']}/link?variant=secret", 422)


@pytest.mark.usefixtures("worker")
async def test_parts_of_a_file(member: Uploader) -> None:
    content = bytes(range(65, 91)) * 30_000
    file = await member.accepted("a.txt", content)
    for wanted, expected in (
        ("bytes=0-0", content[:1]),
        ("bytes=5-9", content[5:10]),
        ("bytes=779990-", content[779_990:]),
        ("bytes=-7", content[-7:]),
        ("bytes=0-99999999", content),
        ("bytes=-99999999", content),
    ):
        part = await member.fetch(file["id"], Range=wanted)
        assert (part.status_code, part.content) == (206, expected), wanted
        start = content.index(expected) if len(expected) < len(content) else 0
        if wanted.startswith("bytes=5"):
            assert part.headers["content-range"] == f"bytes {start}-{start + 4}/{len(content)}"
    for wanted in ("bytes=780000-", "bytes=999999999-", "bytes=-0"):
        refused = await member.fetch(file["id"], Range=wanted)
        assert (refused.status_code, refused.headers["content-range"]) == (416, f"bytes */{len(content)}"), wanted
    for wanted in ("bytes=9-5", "lines=1-2", "bytes=1-2,5-6", "bytes=-", "bytes=x-y", "bytes=" + "9" * 40 + "-"):
        whole = await member.fetch(file["id"], Range=wanted)
        assert (whole.status_code, len(whole.content)) == (200, len(content)), wanted
    etag = (await member.fetch(file["id"])).headers["etag"]
    assert (await member.fetch(file["id"], **{"If-None-Match": etag})).status_code == 304
    stale = await member.fetch(file["id"], Range="bytes=0-1", **{"If-Range": '"older"'})
    assert stale.status_code == 200
    head = await member.client.head(await member.link(file["id"]))
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(len(content)), b"")


@pytest.mark.usefixtures("worker")
async def test_links_end(member: Uploader, clock: FrozenClock) -> None:
    file = await member.accepted("a.txt", b"Hello")
    first, again = await member.link(file["id"]), await member.link(file["id"])
    # The same for a while, so that a browser finds what it has.
    assert first == again
    answer = await member.client.get(first)
    lives = int(re.findall(r"max-age=(\d+)", answer.headers["cache-control"])[0])
    assert 300 <= lives <= 600
    clock.advance(timedelta(seconds=lives - 1))
    assert (await member.client.get(first)).status_code == 200
    clock.advance(timedelta(seconds=2))
    gone = await member.client.get(first)
    assert (gone.status_code, gone.json()["code"]) == (404, "file_link_invalid")
    assert (await member.client.get(await member.link(file["id"]))).text == "Hello"


@pytest.mark.usefixtures("worker")
async def test_links_cannot_be_forged(member: Uploader) -> None:
    mine = await member.accepted("a.txt", b"Hello")
    path, _, token = (await member.link(mine["id"])).rpartition("/")
    raw = bytearray(base64.urlsafe_b64decode(token + "=="))
    for place in range(0, len(raw), 3):
        forged = raw.copy()
        forged[place] ^= 1
        text = base64.urlsafe_b64encode(forged).decode().rstrip("=")
        assert (await member.client.get(f"{path}/{text}")).status_code == 404, place
    for nonsense in ("x", token[:-4], token + "AAAA", "%00", "ü" * 30, "." * 90, token.upper()):
        assert (await member.client.get(f"{path}/{quote(nonsense)}")).status_code == 404, nonsense


@pytest.mark.usefixtures("worker")
async def test_a_deleted_file_is_gone_behind_its_links(member: Uploader, platform: Platform) -> None:
    file = await member.accepted("a.txt", b"Hello")
    link = await member.link(file["id"])
    await member.call("DELETE", f"/files/{file['id']}", 204)
    assert (await member.client.get(link)).status_code == 404
    await member.call("GET", f"/files/{file['id']}", 404)
    del platform


@pytest.mark.usefixtures("worker")
async def test_the_log_holds_no_link(member: Uploader, capsys: pytest.CaptureFixture[str]) -> None:
    file = await member.accepted("a.txt", b"Hello")
    link = await member.link(file["id"])
    await member.client.get(link)
    written = capsys.readouterr().out
    assert "/api/v1/files/content/…" in written
    assert link.rpartition("/")[2] not in written


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\report.pdf", "report.pdf"),
        ("/", "file"),
        ("..", "file"),
        ("", "file"),
        ("  .  ", "file"),
        ("inv\u202efdp.exe", "invfdp.exe"),
        ("a\u2066b\u2069\u200f.txt", "ab.txt"),
        ("a\x00b\x1b[31m\n.txt", "ab[31m .txt"),
        ("日本語 Grüße 👩‍👩‍👧.txt", "日本語 Grüße 👩‍👩‍👧.txt"),
        ("شهر‌ها.txt", "شهر‌ها.txt"),
        ("name. . .", "name"),
        ("x" * 300 + ".docx", "x" * 174 + "….docx"),
    ],
)
def test_names_are_shown_as_given_without_what_deceives(given_name: str, shown: str) -> None:
    assert names.clean_name(given_name) == shown


@given(st.text(max_size=300))
def test_no_name_breaks_out(name: str) -> None:
    shown = names.clean_name(name)
    assert 0 < len(shown) <= names.LONGEST_NAME
    assert shown == names.clean_name(shown)
    assert "/" not in shown
    assert "\\" not in shown
    assert shown not in {".", ".."}
    header = rules.disposition(shown, inline=False)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_a_content_gets_its_own_suffix() -> None:
    assert rules.download_name("photo.PNG", "image/png") == "photo.PNG"
    assert rules.download_name("photo.png", "application/pdf") == "photo.png.pdf"
    assert rules.download_name("notes", "text/plain") == "notes"
