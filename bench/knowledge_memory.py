"""What large things cost in memory: a PDF of 500 pages, an archive of a gigabyte, taken in by the running product."""

import asyncio
import random
import tempfile
import time
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psutil

from bench.product import Client, Product, running, signed_in
from bench.table import Row, show

PAGES = 500
LINES = 45
ARCHIVE_MB = 1_024
MEMBER_MB = 32
TEXTS = 40
_LINE = "Every page speaks of contract {page} and of what holds in case {line}, as was agreed in writing before."
_ENDED = frozenset({"ready", "failed", "done", "cancelled"})


async def measure() -> list[Row]:
    """Most memory of the whole process tree while it works, beside what it takes at rest."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as folder:
        pdf, archive = Path(folder) / "long.pdf", Path(folder) / "large.zip"
        await asyncio.to_thread(write_pdf, pdf)
        await asyncio.to_thread(write_archive, archive)
        async with running() as product, signed_in(product.url) as client:
            base = (await client.call("POST", "/knowledge/bases", {"name": "Bench"}))["id"]
            rest = product.memory_mb()
            rows.append(Row("at rest, somebody signed in", rest, "MB"))

            async def read() -> None:
                upload = await _upload(client, base, pdf, unpack=False)
                document = await _ended(client, f"/knowledge/documents/{upload['document_id']}")
                if document["status"] != "ready":
                    raise RuntimeError(str(document["problem"]))

            async def unpack() -> None:
                upload = await _upload(client, base, archive, unpack=True)
                operation = await _ended(client, f"/knowledge/operations/{upload['operation_id']}")
                if operation["status"] != "done" or operation["failed"]:
                    raise RuntimeError(str(operation))

            for name, work in ((f"a PDF of {PAGES} pages", read), (f"an archive of {ARCHIVE_MB:,} MB", unpack)):
                seconds, most = await _watched(product, work)
                rows.append(Row(f"{name}: until it is through", seconds, "s"))
                rows.append(Row(f"{name}: most memory above rest", most - rest, "MB"))
    show("Memory for large things", rows)
    return rows


async def _watched(product: Product, work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """Seconds, and the most memory seen meanwhile."""
    began = time.perf_counter()
    task = asyncio.ensure_future(work())
    most = 0.0
    while not task.done():
        # A child may end while it is looked at.
        most = max(most, await asyncio.to_thread(_memory, product))
        await asyncio.sleep(0.1)
    await task
    return time.perf_counter() - began, most


def _memory(product: Product) -> float:
    try:
        return product.memory_mb()
    except psutil.NoSuchProcess:
        return 0.0


async def _upload(client: Client, base: str, path: Path, *, unpack: bool) -> dict[str, Any]:
    size = (await asyncio.to_thread(path.stat)).st_size
    wanted = {"name": path.name, "size": size, "unpack": unpack}
    made: dict[str, Any] = await client.call("POST", f"/knowledge/bases/{base}/uploads", wanted)
    headers = {"authorization": f"Bearer {client.token}"}
    url = f"{client.url}/api/v1/knowledge/uploads/{made['id']}"
    with path.open("rb") as file:
        start = 0
        while piece := await asyncio.to_thread(file.read, made["chunk_bytes"]):
            sent = headers | {"Upload-Offset": str(start)}
            async with client.http.patch(f"{url}/content", data=piece, headers=sent) as response:
                response.raise_for_status()
            start += len(piece)
    found: dict[str, Any] = await client.call("GET", f"/knowledge/uploads/{made['id']}")
    return found


async def _ended(client: Client, path: str) -> dict[str, Any]:
    while True:
        found: dict[str, Any] = await client.call("GET", path)
        if found["status"] in _ENDED:
            return found
        await asyncio.sleep(0.2)


def write_archive(path: Path) -> None:
    """Large files of a kind that has no text, and small texts between them."""
    chance = random.Random(5)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number in range(ARCHIVE_MB // MEMBER_MB):
            archive.writestr(f"large/{number}.bin", chance.randbytes(MEMBER_MB * 2**20))
        for number in range(TEXTS):
            archive.writestr(f"small/{number}.md", f"# Note {number}\n\n{_LINE.format(page=number, line=number)}")


def write_pdf(path: Path) -> None:
    """Pages full of text, as plainly as PDF allows."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(PAGES))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {PAGES} /Kids [{kids}] >>".encode(),
        font,
    ]
    for page in range(PAGES):
        lines = "".join(f"({_LINE.format(page=page, line=line)}) Tj T*\n" for line in range(LINES))
        content = f"BT /F1 9 Tf 14 TL 50 780 Td\n{lines}ET".encode()
        about = f"/Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * page} 0 R"
        objects.append(f"<< /Type /Page {about} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    path.write_bytes(written)
