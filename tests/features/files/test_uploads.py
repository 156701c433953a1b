"""Uploads: resumable, cut-safe, within limits; whatever a client claims."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from convosphere.platform.context import Platform
from tests.factories.disk import contents_below
from tests.features.files.conftest import Uploader

CHUNK = 65_536
small_chunks = pytest.mark.settings(files={"chunk_bytes": CHUNK})


async def stored(platform: Platform, folder: str) -> list[bytes]:
    """What lies in a folder of the storage."""
    root = platform.settings.data_dir / "files" / folder
    return await asyncio.to_thread(contents_below, root)


def names_in(folder: Path, word: str) -> list[Path]:
    """Whatever below a folder has the word in its name."""
    return list(folder.rglob(f"*{word}*"))


async def test_announcing_says_how_to_send(member: Uploader) -> None:
    made = await member.announce("../../etc/pass\u202ewd\x07.txt", 5)
    assert made["file"] | {"id": "", "created_at": ""} == {
        "id": "",
        "name": "passwd.txt",
        "media_type": "text/plain",
        "size": 5,
        "kind": "text",
        "status": "uploading",
        "width": None,
        "height": None,
        "pages": None,
        "has_preview": False,
        "problem": None,
        "created_at": "",
    }
    assert made["upload"] == {
        "url": f"/api/v1/files/{made['file']['id']}/content",
        "offset": 0,
        "chunk_bytes": 1_048_576,
    }


@small_chunks
@pytest.mark.usefixtures("worker")
async def test_a_file_comes_in_pieces_and_goes_on_after_a_cut(member: Uploader) -> None:
    content = b"0123456789abcdef" * 15_000
    made = await member.announce("a.txt", len(content))
    file_id, offset = made["file"]["id"], 0
    while offset < len(content):
        sent = await member.send(file_id, offset, content[offset : offset + CHUNK])
        assert sent.status_code == 204
        offset = int(sent.headers["upload-offset"])
        if offset < len(content):
            asked = await member.request("HEAD", f"/files/{file_id}/content")
            assert (asked.headers["upload-offset"], asked.headers["upload-length"]) == (str(offset), str(len(content)))
    assert (await member.checked(file_id))["status"] == "ready"
    assert (await member.fetch(file_id)).content == content
    # It is complete: nothing can be added, and asking says so.
    again = await member.send(file_id, len(content), b"more")
    assert (again.status_code, again.json()["code"]) == (409, "upload_complete")
    assert (await member.request("HEAD", f"/files/{file_id}/content")).headers["upload-offset"] == str(len(content))


@small_chunks
async def test_offsets_that_do_not_fit_change_nothing(member: Uploader, platform: Platform) -> None:
    file_id = (await member.announce("a.bin", 100_000))["file"]["id"]
    assert (await member.send(file_id, 0, b"x" * 10)).status_code == 204
    for wrong in (0, 9, 11, 99_999, 100_000, 10**12):
        refused = await member.send(file_id, wrong, b"y" * 10)
        assert (refused.status_code, refused.json()["code"]) == (409, "upload_offset_mismatch")
        assert refused.headers["upload-offset"] == "10"
    for nonsense in ("-1", "ten", "1e3", str(10**14)):
        path, headers = f"/files/{file_id}/content", {"Upload-Offset": nonsense}
        assert (await member.request("PATCH", path, content=b"y", headers=headers)).status_code == 422
    assert (await member.request("PATCH", f"/files/{file_id}/content", content=b"y")).status_code == 422
    assert await stored(platform, "incoming") == [b"x" * 10]


@small_chunks
async def test_more_than_was_said_is_refused_and_not_kept(member: Uploader, platform: Platform) -> None:
    file_id = (await member.announce("a.bin", 100))["file"]["id"]
    assert (await member.send(file_id, 0, b"x" * 60)).status_code == 204
    refused = await member.send(file_id, 60, b"y" * 41)
    assert (refused.status_code, refused.json()["code"]) == (422, "upload_too_long")
    large = (await member.announce("b.bin", 10 * CHUNK))["file"]["id"]
    refused = await member.send(large, 0, b"y" * (CHUNK + 1))
    assert (refused.status_code, refused.json()["code"]) == (413, "upload_chunk_too_large")
    assert await stored(platform, "incoming") == [b"x" * 60]


async def test_of_two_pieces_for_one_place_one_counts(member: Uploader, platform: Platform) -> None:
    """Both are received side by side, in many small bits, before either is stored."""
    barrier = asyncio.Barrier(8)

    async def slowly(letter: bytes) -> AsyncIterator[bytes]:
        for _ in range(10):
            yield letter * 100
            await asyncio.sleep(0)
        await barrier.wait()
        yield letter * 100

    file_id = (await member.announce("a.bin", 5_000))["file"]["id"]
    letters = [bytes((code,)) for code in range(ord("a"), ord("i"))]
    answers = await asyncio.gather(*(member.send(file_id, 0, slowly(letter)) for letter in letters))
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 7
    assert {answer.headers["upload-offset"] for answer in answers} == {"1100"}
    (kept,) = await stored(platform, "incoming")
    winner = letters[[answer.status_code for answer in answers].index(204)]
    assert kept == winner * 1_100


@small_chunks
async def test_a_file_in_far_too_many_pieces_is_refused(member: Uploader) -> None:
    file_id = (await member.announce("a.bin", 1_000))["file"]["id"]
    codes = []
    for offset in range(41):
        answer = await member.send(file_id, offset, b"x")
        codes.append(answer.status_code)
    assert codes == [204] * 40 + [409]


@pytest.mark.settings(files={"max_bytes": 5_000, "guest_max_bytes": 2_000, "person_bytes": 9_000})
async def test_limits_follow_the_role(member: Uploader, guest: Uploader) -> None:
    assert (await member.announce("a", 5_001, 413))["code"] == "file_too_large"
    assert (await guest.announce("a", 2_001, 413))["code"] == "file_too_large"
    first = await member.announce("a", 5_000)
    assert (await member.announce("b", 4_001, 409))["code"] == "file_space_used_up"
    limits = await member.call("GET", "/files/limits", 200)
    assert (limits["max_bytes"], limits["person_bytes"], limits["used_bytes"]) == (5_000, 9_000, 5_000)
    # What is given up no longer counts.
    await member.call("DELETE", f"/files/{first['file']['id']}", 204)
    await member.announce("b", 4_001)
    assert (await guest.call("GET", "/files/limits", 200))["max_bytes"] == 2_000


@pytest.mark.settings(files={"organization_bytes": 6_000})
async def test_the_organisation_has_a_limit_of_its_own(member: Uploader, guest: Uploader) -> None:
    await member.announce("a", 5_000)
    assert (await guest.announce("b", 1_001, 409))["code"] == "file_space_used_up"
    await guest.announce("b", 1_000)


@pytest.mark.settings(files={"unsent_per_person": 20})
async def test_ten_thousand_files_are_not_taken(member: Uploader, platform: Platform) -> None:
    answers = [await member.request("POST", "/files", json={"name": f"{n}.txt", "size": 1}) for n in range(30)]
    assert [answer.status_code for answer in answers] == [201] * 20 + [409] * 10
    assert answers[-1].json()["code"] == "file_too_many_unsent"
    assert await stored(platform, "incoming") == []


@pytest.mark.settings(files={"person_bytes": 3_500})
async def test_two_announcements_at_once_do_not_pass_a_limit_together(member: Uploader) -> None:
    answers = await asyncio.gather(
        *(member.request("POST", "/files", json={"name": "a", "size": 1_000}) for _ in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 409, 409, 409]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "a", "size": 0},
        {"name": "a", "size": -1},
        {"name": "a", "size": 10**14},
        {"name": "a", "size": "many"},
        {"name": "x" * 5_000, "size": 1},
        {"name": 7, "size": 1},
        {"size": 1},
        {"name": "a"},
        {"name": "a", "size": 1, "path": "/etc"},
        {"name": "a", "size": 1, "media_type": "x" * 300},
    ],
)
async def test_a_wrong_announcement_names_the_field(member: Uploader, body: dict[str, object]) -> None:
    problem = await member.call("POST", "/files", 422, json=body)
    assert problem["errors"][0]["field"].startswith("body.")


async def test_the_data_directory_holds_no_names(member: Uploader, platform: Platform) -> None:
    file_id = (await member.announce("../../../evil.sh", 10))["file"]["id"]
    await member.send(file_id, 0, b"12345")
    assert await stored(platform, "incoming") == [b"12345"]
    assert not await asyncio.to_thread(names_in, platform.settings.data_dir, "evil")
