"""Documents a second from their arrival until they are found, and what finding near duplicates costs.

The application in this process, with its own worker, on a data directory and a PostgreSQL of its own.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from httpx import ASGITransport, AsyncClient
from sqlalchemy import TextClause, text
from tests.factories.onnx_models import write_embedder

from bench.knowledge import cpu_seconds
from bench.knowledge_data import made_up_words
from bench.table import Row, percentile, show
from convosphere.entry.api import create_app
from convosphere.entry.static import WebClient
from convosphere.entry.wiring import Application, Purpose, open_application
from convosphere.platform.settings import Settings
from convosphere.platform.telemetry.logs import configure_logging

DOCUMENTS = 1_000
CHARACTERS = 3_000
SENDING = 8
TWINS = 10_000
LOOKS = 20

_OPEN = text("SELECT count(*) FROM document_versions WHERE status IN ('waiting', 'running')")
_NOT_READY = text("SELECT count(*) FROM document_versions WHERE status <> 'ready'")
_JOBS = text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
# Copies of a document that is there, each with a fingerprint of its own: only finding is measured.
_COPIES = (
    """
    INSERT INTO documents (id, organization_id, base_id, name, own_access, media_kind, chunk_count, size, metadata,
           keywords, downloads, created_at, updated_at, current_version_id, latest_version_id)
    SELECT md5('d' || number)::uuid, organization_id, base_id, 'copy ' || number, false, media_kind, 1, size, metadata,
           keywords, 0, created_at, updated_at, md5('v' || number)::uuid, md5('v' || number)::uuid
      FROM documents, generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS number WHERE id = :document
    """,
    """
    INSERT INTO document_versions (id, organization_id, document_id, base_id, number, status, stage, percent, staged,
           staged_spaces, warnings, name, media_type, media_kind, size, sha256, signature, keywords, origin, truncated,
           chunk_count, content_id, arrived, locale, created_at)
    SELECT md5('v' || copy)::uuid, organization_id, md5('d' || copy)::uuid, base_id, 1, 'ready', 'done', 100, 0,
           staged_spaces, warnings, name, media_type, media_kind, size, decode(md5('h' || copy), 'hex'),
           ('x' || left(md5('s' || copy), 16))::bit(64)::bigint, keywords, origin, false, 1, gen_random_uuid(), arrived,
           locale, created_at
      FROM document_versions, generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS copy
     WHERE document_id = :document
    """,
)
# Each changes the counts of its base, whose row is the longer the more often a transaction changes it.
_PORTION = 500


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who brings documents."""

    application: Application
    client: AsyncClient
    organization_id: UUID

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        """A request to the API of knowledge."""
        response = await self.client.request(method, f"/api/v1/knowledge{path}", json=body)
        response.raise_for_status()
        return response.json()

    async def count(self, statement: TextClause) -> int:
        """A number from the database."""
        async with self.application.platform.database.transaction(self.organization_id) as session:
            return int(await session.scalar(statement) or 0)

    async def until_none(self, statement: TextClause) -> None:
        """Returns when there are none left."""
        while await self.count(statement):  # noqa: ASYNC110 - what is waited for happens in the database
            await asyncio.sleep(0.05)


async def measure() -> list[Row]:
    """All figures."""
    configure_logging("console", "error")
    rows = []
    async with _opened({"model": "none"}) as (keeper, directory):
        rows += await _rates(keeper, directory, "words only", budget=100)
        rows += await _twins(keeper)
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as model:
        given = os.environ.get("CONVOSPHERE_EMBEDDINGS_DIRECTORY")
        made = given or str(write_embedder(Path(model), made_up_words(random.Random(7), 500), dimension=384))
        async with _opened({"directory": made}) as (keeper, directory):
            name = "with vectors" if given else "with vectors of a model that costs nothing"
            rows += await _rates(keeper, directory, name, budget=None)
    show("Documents of 3 KB taken in", rows)
    return rows


@asynccontextmanager
async def _opened(embeddings: Mapping[str, str]) -> AsyncIterator[tuple[Keeper, Path]]:
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as directory:
        known = {"data_dir": directory, "models": {"discover_local": False}, "log": {"level": "error"}}
        settings = Settings.model_validate(known | {"embeddings": embeddings})
        async with (
            open_application(settings, Purpose.COMMAND) as application,
            AsyncClient(
                transport=ASGITransport(create_app(application, WebClient())), base_url="http://127.0.0.1:8080"
            ) as client,
        ):
            person = {"email": "owner@bench.example", "name": "Bench", "organization_name": "Bench"}
            body = person | {"password": "a long pass phrase"}
            session = (await client.post("/api/v1/auth/register", json=body)).raise_for_status().json()
            client.headers["authorization"] = f"Bearer {session['access_token']}"
            me = (await client.get("/api/v1/me")).raise_for_status().json()
            yield Keeper(application, client, UUID(me["organization"]["id"])), Path(directory)


async def _rates(keeper: Keeper, directory: Path, name: str, *, budget: float | None) -> list[Row]:
    """First all documents arrive, with nobody at work; then somebody is."""
    jobs = keeper.application.platform.jobs
    base = (await keeper.call("POST", "/bases", {"name": "Bench"}))["id"]
    # What the base itself begins: it gets its embedder.
    await jobs.start_worker(alone=True)
    await keeper.until_none(_JOBS)
    await jobs.stop_worker()
    texts = iter(_texts())
    began = time.perf_counter()

    async def send() -> None:
        for number, content in texts:
            await keeper.call("POST", f"/bases/{base}/documents/from-text", {"name": f"{number}.md", "text": content})

    await asyncio.gather(*(send() for _ in range(SENDING)))
    arriving = DOCUMENTS / (time.perf_counter() - began)
    used = cpu_seconds(directory)
    began = time.perf_counter()
    await jobs.start_worker(alone=True)
    await keeper.until_none(_OPEN)
    seconds = time.perf_counter() - began
    used = cpu_seconds(directory) - used
    await keeper.until_none(_JOBS)
    await jobs.stop_worker()
    if failed := await keeper.count(_NOT_READY):
        raise RuntimeError(f"{failed} documents are not ready")
    return [
        Row(f"arriving by the API, {SENDING} at once", arriving, "1/s"),
        Row(f"taken in, {name}", DOCUMENTS / seconds, "1/s", budget, at_least=True),
        # Other work on the machine does not show in it.
        Row("  processor time of each", used * 1000 / DOCUMENTS, "ms"),
    ]


def _texts() -> list[tuple[int, str]]:
    chance = random.Random(3)
    words = made_up_words(chance, 8_000)
    found = []
    for number in range(DOCUMENTS):
        parts = [f"# Document {number}"]
        while sum(map(len, parts)) < CHARACTERS:
            sentence = " ".join(chance.choices(words, k=50)) + "."
            parts.append(f"## Part {len(parts)}\n\n{sentence}" if len(parts) % 3 == 1 else sentence)
        found.append((number, "\n\n".join(parts)[:CHARACTERS]))
    return found


async def _twins(keeper: Keeper) -> list[Row]:
    """Looking at a document, its twins among them, in a base of few and of very many."""
    items = (await keeper.call("GET", f"/bases/{await _only_base(keeper)}/documents?limit=5"))["items"]
    few = await _looks(keeper, items[0]["id"])
    for first in range(0, TWINS, _PORTION):
        portion = {"document": items[0]["id"], "first": first, "last": first + _PORTION - 1}
        async with keeper.application.platform.database.transaction(keeper.organization_id) as session:
            for statement in _COPIES:
                await session.execute(text(statement), portion)
    many = await _looks(keeper, items[0]["id"])
    return [
        Row(f"a document with its near duplicates, among {DOCUMENTS:,} (p50)", percentile(few, 0.5), "ms"),
        Row(f"a document with its near duplicates, among {TWINS:,} (p50)", percentile(many, 0.5), "ms"),
    ]


async def _only_base(keeper: Keeper) -> str:
    return str((await keeper.call("GET", "/bases"))["items"][0]["id"])


async def _looks(keeper: Keeper, document_id: str) -> list[float]:
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        await keeper.call("GET", f"/documents/{document_id}")
        times.append((time.perf_counter() - began) * 1000)
    return times
