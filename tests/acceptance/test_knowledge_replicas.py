"""Two replicas on one PostgreSQL, one Redis and one bucket, without a disk in common: they take documents in together,
and when the one that writes an answer from them dies, the other goes on with the same sources.
"""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.acceptance.conftest import Install, NewDatabase
from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Installation, Process, writer_among
from tests.acceptance.harness.watching import has_ended, has_words, watching
from tests.fakes.plan import words
from tests.fakes.s3 import FakeS3

pytestmark = pytest.mark.redis

MODEL = "fake-grounded"
PATIENCE = 60
DOCUMENTS = 4
LAPTOP = "A lost laptop is reported to the help desk within two hours."
REPLY = f"Within two hours [1]. {words(40)} Of others nothing is known [7]. {words(30)} It is the rule [1]."
QUESTION = "When is a lost laptop reported?"


@pytest.fixture
async def bucket() -> AsyncIterator[FakeS3]:
    async with FakeS3() as running:
        yield running


@pytest.fixture
def installation(install: Install, new_database: NewDatabase, redis_url: str, bucket: FakeS3) -> Installation:
    return install(
        database_url=new_database(),
        redis_url=redis_url,
        secret_key="one key for both of them, as on two machines",
        storage_url="s3://bucket/folder",
        storage_endpoint=bucket.endpoint,
        storage_region="eu-central-1",
        storage_access_key="key",
        storage_secret_key="secret",
        jobs_stalled_after_seconds="3",
        jobs_heartbeat_seconds="0.3",
        embeddings_model="none",
    )


async def test_two_replicas_take_in_and_answer_and_one_goes_on_for_the_other(
    http: aiohttp.ClientSession, installation: Installation, bucket: FakeS3, provider: FakeProviderProcess
) -> None:
    replicas = await asyncio.to_thread(_start, installation)
    founding = await asyncio.to_thread(found, replicas[0].url, provider.url, [MODEL])
    at = [Person(http, replica, founding.token) for replica in replicas]
    base = (await at[0].call("POST", "/knowledge/bases", {"name": "Handbooks"}))["id"]
    documents = await _taken_in_by_who_is_left(at, replicas, base)
    for person in at:
        await _is_found(person, base, documents["security.pdf"])
    assert documents["security.pdf"]["content"] in bucket.objects.values(), "originals lie in the bucket"
    assert not await asyncio.to_thread(list, installation.directory.glob("?/files")), "and nowhere else"
    await _goes_on_with_its_sources(at, replicas, provider, founding, base)


def _start(installation: Installation) -> list[Process]:
    """Both replicas, each with a data directory of its own. Blocks."""
    directories = [str(installation.directory / name) for name in ("a", "b")]
    replicas = [installation.process("run", CONVOSPHERE_DATA_DIR=directory) for directory in directories]
    for replica in replicas:
        replica.start()
    return replicas


async def _taken_in_by_who_is_left(at: list[Person], replicas: list[Process], base: str) -> dict[str, dict[str, Any]]:
    """Brings documents to both, kills the first while they are taken in, and starts it again once all are ready."""
    content = _pdf("Visitors wear a badge at all times.", LAPTOP)
    upload = await at[0].call(
        "POST", f"/knowledge/bases/{base}/uploads", {"name": "security.pdf", "size": len(content)}
    )
    # Begun at one, sent to the other.
    sent = await at[1].request(
        "PATCH",
        f"/knowledge/uploads/{upload['id']}/content",
        raw=content,
        headers={"upload-offset": "0", "content-type": "application/octet-stream"},
    )
    assert sent.status == 204, sent.body
    for number in range(DOCUMENTS):
        text = "\n\n".join(f"## Part {part}\n\n{words(100)} of number{number}x." for part in range(60))
        body = {"name": f"{number}.md", "text": text}
        await at[number % 2].call("POST", f"/knowledge/bases/{base}/documents/from-text", body)
    async with asyncio.timeout(PATIENCE):
        while not any(each["status"] == "running" for each in await _documents(at[0], base)):
            pass
        await asyncio.to_thread(replicas[0].kill)
        while any(each["status"] in {"waiting", "running"} for each in await _documents(at[1], base)):  # noqa: ASYNC110 - another process's jobs
            await asyncio.sleep(0.1)
    await asyncio.to_thread(replicas[0].start)
    made = await _documents(at[0], base)
    assert [(each["name"], each["status"], each["version"]) for each in made] == [
        (name, "ready", 1) for name in (*(f"{number}.md" for number in range(DOCUMENTS)), "security.pdf")
    ], [each["problem"] for each in made]
    assert len({each["chunk_count"] for each in made if each["name"] != "security.pdf"}) == 1
    return {each["name"]: each | {"content": content} for each in made}


async def _is_found(person: Person, base: str, document: dict[str, Any]) -> None:
    """A replica finds the document, draws its page, and hands it out."""
    body = {"question": QUESTION, "bases": [base], "note": False}
    (hit,) = (await person.call("POST", "/knowledge/search", body))["items"]
    assert (hit["document_id"], hit["passages"][0]["last_page"]) == (document["id"], 2)
    chunk = hit["passages"][0]["chunk_id"]
    page = await person.call("GET", f"/knowledge/documents/{document['id']}/pages/2?chunk={chunk}")
    assert page["boxes"]
    link = await person.call("GET", f"/knowledge/documents/{document['id']}/download")
    for url, expected in ((page["url"], None), (link["url"], document["content"])):
        async with person.http.get(f"{person.server.url}{url}") as got:
            assert got.status == 200
            read = await got.read()
            assert read == expected or (expected is None and read[8:12] == b"WEBP")


async def _goes_on_with_its_sources(
    at: list[Person], replicas: list[Process], provider: FakeProviderProcess, founding: Founding, base: str
) -> None:
    """Kills the one that writes an answer from the documents; the other ends it."""
    root = provider.url.removesuffix("/v1")
    script = {"model": MODEL, "times": None, "reply": REPLY, "tokens_per_second": 30}
    async with at[0].http.post(f"{root}/fake/script", json=script) as scripted:
        assert scripted.status == 200
    body = {"model_id": founding.models[MODEL], "sources": [{"kind": "base", "id": base}]}
    conversation = (await at[0].call("POST", "/conversations", body))["id"]
    async with watching(at[1], conversation) as watcher:
        _, answer = await at[0].ask(conversation, QUESTION)
        await watcher.until(has_words(20))
        begun = watcher.copy.messages[answer["id"]]
        writer = await asyncio.to_thread(writer_among, replicas, provider)
        left = next(person for person in at if person.server is not writer)
        watcher.person = left
        await asyncio.to_thread(writer.kill)
        await watcher.until(has_ended)
        seen = watcher.copy.messages[answer["id"]]
    stored = await left.message(conversation, answer["id"])
    assert (stored["content"], stored["status"], stored["attempt"]) == (REPLY, "completed", 2)
    assert seen == stored
    assert stored["grounding"] == begun["grounding"]
    assert (stored["grounding"]["state"], stored["grounding"]["confidence"]) == ("done", "high")
    assert [(each["number"], each["title"]) for each in stored["citations"]] == [(1, "security.pdf")]
    cited = await left.call("GET", f"/conversations/{conversation}/messages/{answer['id']}/citations/1")
    assert (cited["quote"], cited["current"]) == (LAPTOP, True)
    async with at[0].http.get(f"{root}/fake/requests") as asked:
        requests = [
            each["body"]["messages"]
            for each in (await asked.json())["requests"]
            if each["path"] == "/v1/chat/completions"
        ]
    told = [
        [message["content"] for message in messages if LAPTOP in str(message["content"])] for messages in requests[-2:]
    ]
    assert [len(each) for each in told] == [1, 1], "both were shown the passage"


async def _documents(person: Person, base: str) -> list[dict[str, Any]]:
    items = (await person.call("GET", f"/knowledge/bases/{base}/documents"))["items"]
    return sorted(items, key=lambda each: str(each["name"]))


def _pdf(*pages: str) -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
