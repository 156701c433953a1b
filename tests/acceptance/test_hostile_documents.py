"""Hostile, broken and odd documents among good ones: each is told what is wrong with it and costs only itself."""

import asyncio
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.acceptance.conftest import Install
from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import Process
from tests.factories.files import docx, docx_bomb, pdf, png, png_bomb, zipped

pytestmark = pytest.mark.usefixtures("no_bug_is_logged")

PATIENCE = 60
PIECE = 500_000
RUNNING = {"waiting", "running"}


def _encrypted() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("password", canPrint=0))
    canvas.drawString(72, 720, "Only zanzibar knows.")
    canvas.save()
    return out.getvalue()


def _zeros() -> bytes:
    """An archive of nothing but zeros, a thousand times as many as it has bytes."""
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("zeros", "w") as entry,
    ):
        for _ in range(64):
            entry.write(bytes(1 << 20))
    return out.getvalue()


def _with_macros() -> bytes:
    out = BytesIO(docx("Macros around a text."))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Attribute VB_Name zanzibar")
    return out.getvalue()


def _documents() -> Mapping[str, tuple[bytes, str, str | None]]:
    """By name: the content, the name it gets, and why it is not found, or what is missing in it."""
    report = pdf(*(f"Report zanzibar on page {number}" for number in range(1, 9)))
    return {
        "encrypted.pdf": (_encrypted(), "encrypted.pdf", "document_protected"),
        "truncated.pdf": (report[: len(report) // 3], "truncated.pdf", "document_damaged"),
        "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "noise.pdf", "document_damaged"),
        "long.pdf": (pdf(*(f"Leaf {number}" for number in range(10_000))), "long.pdf", "document_truncated"),
        "bomb.docx": (docx_bomb(60_000_000), "bomb.docx", "document_too_much_inside"),
        "bomb.png": (png_bomb(), "bomb.png", "document_too_much_inside"),
        "entities.docx": (
            docx("zanzibar &x;", head='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "entities.docx",
            "document_hostile",
        ),
        "cut.docx": (docx("zanzibar " * 500)[:-200], "cut.docx", "document_damaged"),
        "macros.docm": (_with_macros(), "macros.docm", "document_macros"),
        "program.pdf": (b"MZ\x90\x00zanzibar" + bytes(2_000), "program.pdf", "document_type_refused"),
        "picture.txt": (png(text=b"zanzibar"), "picture.txt", "document_empty"),
        "blank.md": (b" \n\t\n", "blank.md", "document_empty"),
        "wide.csv": (b",".join(b"column%d" % number for number in range(100_000)) + b"\n", "wide.csv", None),
        "mixed.txt": ("Grüße aus Köln. ".encode() + "Schöne Grüße. ".encode("latin-1") + b"\xff", "mixed.txt", None),
        "unclosed.html": (b"<table><tr><td>" * 20_000 + b"deep", "unclosed.html", None),
        "deep.json": (b"[" * 100_000, "deep.json", None),
        "../../etc/passwd": (b"A name that climbs.", "passwd", None),
        "👩‍👩‍👧‍👦 \u202etxt.exe": (b"A name that turns around.", "👩‍👩‍👧‍👦 txt.exe", None),
        "\u05d3\u05d5\u05d7.md": (b"A name from right to left.", "\u05d3\u05d5\u05d7.md", None),
    }


def _archives() -> Mapping[str, tuple[bytes, str | None, Mapping[str, str | None]]]:
    """By name: the content, how its unpacking ends, and what comes out of it."""
    nested = zipped({"inner.txt": b"Inside lies kilwa.", "../up.txt": b"Climbs out."})
    return {
        "bomb.zip": (_zeros(), "archive_too_much_inside", {}),
        "many.zip": (zipped({f"{number}.txt": b"zanzibar" for number in range(60)}), "archive_too_much_inside", {}),
        "nested.zip": (
            zipped({"a/outer.txt": b"Outside.", "a/inner.zip": nested, "/abs.txt": b"Absolute.", "../up.txt": b"Up."}),
            None,
            {"outer.txt": None, "inner.txt": None, "abs.txt": None, "up.txt": None},
        ),
    }


@pytest.fixture(scope="module")
def product(install: Install) -> Process:
    limits = {"document_pages": "100", "archive_members": "50", "max_bytes": "10000000"}
    return install(**{f"knowledge_{name}": limit for name, limit in limits.items()}).start("run")


@pytest.fixture(scope="module")
def founding(product: Process) -> Founding:
    return found(product.url)


async def test_each_is_told_what_is_wrong_and_the_good_ones_are_found(
    http: aiohttp.ClientSession, product: Process, founding: Founding
) -> None:
    owner = Person(http, product, founding.token)
    base = (await owner.call("POST", "/knowledge/bases", {"name": "Anything"}))["id"]
    documents, archives = await asyncio.to_thread(lambda: (_documents(), _archives()))
    for name, (content, _, _) in documents.items():
        await _bring(owner, base, name, content)
    for name, (content, _, _) in archives.items():
        await _bring(owner, base, name, content, unpack=True)
    empty = await owner.request("POST", f"/knowledge/bases/{base}/uploads", body={"name": "empty.txt", "size": 0})
    assert (empty.status, empty.body["errors"][0]["field"]) == (422, "body.size")
    # The last of a queue in which so much goes wrong.
    await _bring(owner, base, "good.md", b"The password of the good one is mauritius.")
    async with asyncio.timeout(PATIENCE):
        while True:
            made = (await owner.call("GET", f"/knowledge/bases/{base}/documents?limit=100"))["items"]
            unpacked = (await owner.call("GET", f"/knowledge/operations?base_id={base}"))["items"]
            if not any(each["status"] in RUNNING for each in (*made, *unpacked)):
                break
            await asyncio.sleep(0.1)
    expected = {name: why for _, name, why in documents.values()} | {"good.md": None}
    for _, _, members in archives.values():
        expected |= members
    assert {each["name"]: _verdict(each) for each in made} == expected
    assert sorted((each["problem"] or {"code": ""})["code"] for each in unpacked) == sorted(
        why or "" for _, why, _ in archives.values()
    )
    for each in made:
        assert (each["status"] == "ready") == bool(each["found"]) == bool(each["chunk_count"]), each
        assert each["problem"] is None or (each["problem"]["title"] and each["problem"]["detail"])
    # Nothing of what failed is found, nor anything that a file wanted to bring from elsewhere.
    for question, names in {
        "zanzibar": [],
        "nologin": [],
        "mauritius": ["good.md"],
        "kilwa": ["inner.txt"],
        "Grüße": ["mixed.txt"],
    }.items():
        body = {"question": question, "bases": [base], "note": False}
        hits = (await owner.call("POST", "/knowledge/search", body))["items"]
        assert [each["name"] for each in hits] == names


def _verdict(document: Mapping[str, Any]) -> str | None:
    told = [document["problem"], *document["warnings"], *document["notices"]]
    return next((str(each["code"]) for each in told if each is not None), None)


async def _bring(person: Person, base: str, name: str, content: bytes, **more: Any) -> None:
    wanted = {"name": name, "size": len(content), **more}
    upload = await person.call("POST", f"/knowledge/bases/{base}/uploads", wanted)
    for start in range(0, len(content), PIECE):
        sent = await person.request(
            "PATCH",
            f"/knowledge/uploads/{upload['id']}/content",
            raw=content[start : start + PIECE],
            headers={"upload-offset": str(start), "content-type": "application/octet-stream"},
        )
        assert sent.status == 204, sent.body
