"""What becomes of a file that has arrived: read, shown, refused; quarantined until then."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import orjson
import pytest

from convosphere.engines.antivirus import Clamav, ScannerUnavailableError
from convosphere.entry.wiring import Application
from convosphere.features.files.actions import Inspector, check_file, give_up
from convosphere.features.files.types import FileKey
from convosphere.platform.context import Platform
from convosphere.platform.realtime import person_stream
from convosphere.platform.settings import Settings
from tests.factories import files
from tests.factories.accounts import MadeOrganization, sign_in_headers
from tests.fakes.clamd import FakeClamd
from tests.features.files.conftest import Uploader
from tests.features.files.test_uploads import stored


@pytest.mark.usefixtures("worker")
async def test_each_kind_is_found_in_the_content(member: Uploader) -> None:
    picture, document, table = await asyncio.gather(
        member.accepted("holiday.pdf", files.photo(40, 20)),
        member.accepted("notes.png", files.pdf("One", "Two")),
        member.accepted("table.csv", b"a;b\n1;2\n"),
    )
    assert (picture["kind"], picture["media_type"], picture["width"], picture["height"]) == (
        "image",
        "image/jpeg",
        20,
        40,
    )
    assert (document["kind"], document["media_type"], document["pages"]) == ("pdf", "application/pdf", 2)
    assert (table["kind"], table["media_type"], table["size"]) == ("text", "text/csv", 8)
    assert all(file["has_preview"] and file["problem"] is None for file in (picture, document, table))


@pytest.mark.usefixtures("worker")
async def test_what_is_two_things_at_once_is_shown_as_one_and_runs_as_none(member: Uploader) -> None:
    """Polyglots: each a file of its kind for one reader, a page, a script or an archive for another."""
    page, archive = b"<html><script>alert(1)</script></html>", files.zipped({"a.js": b"alert(1)"})
    picture, jpeg, pdf = files.png(), files.photo(40, 20), files.pdf("One")
    program = b"MZ" + b"\0" * 58 + b"\x40\0\0\0PE\0\0"
    taken, refused = (
        (
            # A page in the comment of a picture, and behind its end: pictures are written anew.
            ("a.png", picture + page + archive, "image/png"),
            ("a.jpg", jpeg[:2] + b"\xff\xfe" + (len(page) + 2).to_bytes(2) + page + jpeg[2:], "image/jpeg"),
            ("b.zip", pdf + archive, "application/pdf"),
            ("c.pdf", page + pdf, "text/plain"),
            ("c.png", page, "text/plain"),
            ("d.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain"),
            ("e.docx", page + files.docx("Hello"), "application/octet-stream"),
        ),
        (
            ("a.gif", b"GIF89a/*" + page + b"*/=1;", "file_damaged"),
            ("a.html", b"%PDF-1.4\n" + page, "file_damaged"),
            ("a.txt", program + archive, "file_type_refused"),
        ),
    )
    found = await asyncio.gather(*(member.accepted(name, content) for name, content, _ in taken))
    for file, (name, _, media_type) in zip(found, taken, strict=True):
        answer = await member.fetch(file["id"])
        assert answer.headers["content-type"].partition(";")[0] == file["media_type"] == media_type, name
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), name
        assert ("sandbox" in policy) is (media_type != "application/pdf"), name
        shown = answer.headers["content-disposition"].partition(";")[0]
        assert shown == ("attachment" if media_type == "application/octet-stream" else "inline"), name
        if media_type.startswith("image/"):
            assert b"<script" not in answer.content, name
            assert b"PK" not in answer.content, name
    codes = await asyncio.gather(*(member.refused(name, content) for name, content, _ in refused))
    assert list(codes) == [code for *_, code in refused]


@pytest.mark.usefixtures("worker")
async def test_its_owner_hears_of_every_step(member: Uploader, platform: Platform) -> None:
    stream = person_stream(member.person.id)
    before = await platform.log.head(stream)
    file = await member.accepted("a.txt", b"Hello")
    events = [orjson.loads(entry.data) for entry in await platform.log.read(stream, before)]
    assert [event["type"] for event in events] == ["file.changed", "file.changed"]
    assert [event["file"]["status"] for event in events] == ["checking", "ready"]
    assert events[1]["file"] == file


@pytest.mark.usefixtures("worker")
async def test_nothing_of_the_pieces_is_left(member: Uploader, platform: Platform) -> None:
    await member.accepted("a.txt", b"Hello")
    await member.refused("a.png", files.png()[:40])
    # The worker ends what it does before it stops.
    await platform.jobs.stop_worker()
    assert not await stored(platform, "incoming")
    assert not await stored(platform, "../work")


@pytest.mark.usefixtures("worker")
async def test_why_files_are_refused_is_said_in_the_owners_language(member: Uploader) -> None:
    await member.call("PATCH", "/me", 200, json={"locale": "de"})
    refused = await member.checked(await member.upload("a.png", files.png(200, 200)[:60]))
    assert (refused["status"], refused["problem"]["code"]) == ("refused", "file_damaged")
    assert refused["problem"]["title"] == "Die Datei ist beschädigt"
    codes = await asyncio.gather(
        member.refused("report.docx", b"MZ" + b"\0" * 58 + b"\x40\0\0\0PE\0\0"),
        member.refused("a.png", files.png_bomb()),
        member.refused("a.docx", files.docx_bomb(51_000_000)),
        member.refused("b.docx", files.docx("Hi", head='<!DOCTYPE w [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]>')),
    )
    assert list(codes) == ["file_type_refused", "file_too_much_inside", "file_too_much_inside", "file_hostile"]


@pytest.mark.usefixtures("worker")
async def test_a_file_without_text_is_taken_and_says_so(member: Uploader) -> None:
    archive = await member.accepted("a.zip", files.zipped({"a": b"b"}))
    assert (archive["kind"], archive["problem"]["code"]) == ("other", "file_archive")
    unknown = await member.accepted("a.bin", bytes(range(256)))
    assert (unknown["kind"], unknown["problem"]["code"]) == ("other", "file_no_text")


async def test_until_it_is_checked_nobody_gets_the_content(member: Uploader) -> None:
    file_id = await member.upload("a.txt", b"Hello")
    assert (await member.call("GET", f"/files/{file_id}", 200))["status"] == "checking"
    assert (await member.call("GET", f"/files/{file_id}/link", 409))["code"] == "file_not_ready"


@pytest.fixture
async def clamd() -> AsyncIterator[FakeClamd]:
    async with FakeClamd() as running:
        yield running


@pytest.fixture
def settings(settings: Settings, clamd: FakeClamd, request: pytest.FixtureRequest) -> Settings:
    """With a scanner, for the tests that ask for one."""
    if "scanner" not in request.fixturenames:
        return settings
    return settings.model_copy(update={"files": settings.files.model_copy(update={"clamav": clamd.address})})


@pytest.fixture
def scanner(clamd: FakeClamd) -> FakeClamd:
    return clamd


@pytest.mark.usefixtures("worker")
async def test_malware_is_refused_removed_and_audited(
    member: Uploader, application: Application, organization: MadeOrganization, scanner: FakeClamd
) -> None:
    assert await member.refused("eicar.txt", files.EICAR) == "file_infected"
    assert (await member.accepted("clean.txt", b"Hello"))["status"] == "ready"
    assert scanner.scanned == [files.EICAR, b"Hello"]
    assert files.EICAR not in await stored(application.platform, "")
    owner = await sign_in_headers(application.platform, organization.owner)
    trail = (await member.client.get("/api/v1/audit", headers=owner)).json()["items"]
    (entry,) = [item for item in trail if item["action"] == "file.infected"]
    assert entry["details"] == {
        "name": "eicar.txt",
        "signature": "Eicar-Test-Signature",
        "sha256": "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f",
    }


async def test_without_its_scanner_a_file_stays_in_quarantine(
    member: Uploader, platform: Platform, organization: MadeOrganization
) -> None:
    file_id = await member.upload("a.txt", b"Hello")
    key = FileKey(organization.id, UUID(file_id))
    inspector = Inspector.of(platform)
    assert inspector.scanner is None
    async with FakeClamd(says="") as broken:
        scanning = Inspector(platform, inspector.reader, Clamav(broken.address, seconds=5))
        with pytest.raises(ScannerUnavailableError):
            await check_file(scanning, key)
    assert (await member.call("GET", f"/files/{file_id}", 200))["status"] == "checking"
    # Once it is back the check begins anew; a second run finds nothing to do.
    await check_file(inspector, key)
    await check_file(inspector, key)
    assert (await member.call("GET", f"/files/{file_id}", 200))["status"] == "ready"
    await give_up(platform, key)
    assert (await member.call("GET", f"/files/{file_id}", 200))["status"] == "ready"


async def test_a_check_that_fails_for_good_is_told(
    member: Uploader, platform: Platform, organization: MadeOrganization
) -> None:
    file_id = await member.upload("a.txt", b"Hello")
    await give_up(platform, FileKey(organization.id, UUID(file_id)))
    file = await member.call("GET", f"/files/{file_id}", 200)
    assert (file["status"], file["problem"]["code"]) == ("refused", "file_check_failed")
