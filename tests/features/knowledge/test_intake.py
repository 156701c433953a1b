"""What comes in: from the web, through a scanner, within the sizes that are allowed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI, Response
from fastapi.responses import RedirectResponse

from convosphere.entry.wiring import Application
from convosphere.platform.settings import Settings
from convosphere.platform.storage import StorageFullError
from tests.factories.files import EICAR
from tests.fakes.clamd import FakeClamd
from tests.features.knowledge.conftest import ENDED, PATIENCE, Keeper
from tests.harness.served import Served


@pytest.fixture(autouse=True)
async def working(worker: None) -> None:
    """Documents are taken in."""


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """A small site on this machine."""
    pages = FastAPI()

    @pages.get("/article")
    async def article() -> Response:
        return Response(
            "<html><head><title>On/boats </title></head><body><p>Boats float.</p></body></html>", 200, {}, "text/html"
        )

    @pages.get("/file")
    async def file() -> Response:
        headers = {"Content-Disposition": 'attachment; filename="../../report.txt"'}
        return Response("A report.", 200, headers, "text/plain")

    @pages.get("/away")
    async def away() -> Response:
        return RedirectResponse("http://169.254.169.254/latest")

    @pages.get("/gone")
    async def gone() -> Response:
        return Response("No.", 404)

    served = Served(pages)
    await served.start()
    yield served.url
    await served.stop()


@pytest.mark.settings(http={"allowed_networks": ["127.0.0.1"]})
async def test_documents_come_from_the_web(anna: Keeper, site: str) -> None:
    base = await anna.base()

    async def fetch(path: str, expected: int, **fields: Any) -> dict[str, Any]:
        body = {"url": f"{site}{path}", **fields}
        answer = await anna.call("POST", f"/bases/{base}/documents/from-url", expected, json=body)
        assert isinstance(answer, dict)
        return answer

    article = await anna.taken_in((await fetch("/article", 201))["id"])
    assert (article["name"], article["status"], article["origin"]) == ("On boats.html", "ready", "url")
    assert article["source_url"] == f"{site}/article"
    assert (await fetch("/file", 201))["name"] == "report.txt"
    assert (await fetch("/file", 201, name="Mine.txt"))["name"] == "Mine.txt"
    assert (await fetch("/away", 422))["code"] == "address_refused"
    assert (await fetch("/gone", 502))["code"] == "document_fetch_refused"


async def test_the_private_network_is_out_of_reach(anna: Keeper, site: str) -> None:
    base = await anna.base()
    body = {"url": f"{site}/article"}
    refused = await anna.call("POST", f"/bases/{base}/documents/from-url", 422, json=body)
    assert refused["code"] == "address_refused"


@pytest.mark.settings(knowledge={"max_bytes": 1_000, "organization_bytes": 1_500, "open_uploads": 1})
async def test_sizes_are_kept(anna: Keeper) -> None:
    base = await anna.base()
    path = f"/bases/{base}/uploads"
    assert (await anna.call("POST", path, 413, json={"name": "a", "size": 1_001}))["code"] == "document_too_large"
    upload = await anna.call("POST", path, 201, json={"name": "a.md", "size": 900})
    refused = await anna.call("POST", path, 409, json={"name": "b.md", "size": 10})
    assert refused["code"] == "knowledge_too_many_uploads"
    await anna.call("DELETE", f"/uploads/{upload['id']}", 204)
    await anna.add(base, "a.md", b"a word " * 128)
    refused = await anna.call("POST", path, 409, json={"name": "b.md", "size": 900})
    assert refused["code"] == "knowledge_space_used_up"


async def test_a_full_disk_is_said_and_the_queue_goes_on_when_there_is_room(
    anna: Keeper, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = await anna.base()

    async def full(*_: object) -> int:
        raise StorageFullError

    with monkeypatch.context() as disk:
        # Room to arrive, none to be worked on.
        for name in ("fetch", "get"):
            disk.setattr(application.platform.storage, name, full)
        upload = await anna.upload(base, "boats.md", b"Boats float.")
        async with asyncio.timeout(PATIENCE):
            while True:
                document = await anna.call("GET", f"/documents/{upload['document_id']}", 200)
                if document["problem"]:
                    break
                await asyncio.sleep(0.02)
        assert document["status"] not in ENDED
        assert (document["problem"]["code"], document["found"]) == ("storage_full", None)
        assert "administrator" in document["problem"]["detail"]
        assert (await anna.call("POST", "/search", 200, json={"question": "boats"}))["items"] == []
        disk.setattr(application.platform.storage, "put", full)
        wanted = {"name": "more.md", "text": "More."}
        refused = await anna.call("POST", f"/bases/{base}/documents/from-text", 503, json=wanted)
        assert refused["code"] == "storage_full"
    document = await anna.taken_in(document["id"])
    assert (document["status"], document["problem"]) == ("ready", None)
    assert (await anna.call("POST", "/search", 200, json={"question": "boats"}))["items"]


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


async def test_malware_is_refused_removed_and_audited(anna: Keeper, admin: Keeper, scanner: FakeClamd) -> None:
    base = await anna.base()
    upload = await anna.upload(base, "eicar.txt", EICAR)
    document = await anna.taken_in(upload["document_id"])
    assert document["problem"]["code"] == "document_infected"
    assert "Eicar" in document["problem"]["detail"]
    assert (await anna.add(base, "clean.txt", b"Hello"))["status"] == "ready"
    # What is found among many is looked at again by itself.
    assert list(dict.fromkeys(scanner.scanned)) == [EICAR, b"Hello"]
    await anna.call("POST", f"/documents/{document['id']}/retry", 409)
    trail = (await admin.client.get("/api/v1/audit", headers=admin.headers)).json()["items"]
    assert [entry["details"]["name"] for entry in trail if entry["action"] == "document.infected"] == ["eicar.txt"]
