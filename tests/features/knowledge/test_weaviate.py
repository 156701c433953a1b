"""Weaviate behind the whole way of a document: taken in, permitted, edited, read anew, its base without an embedder.

Rights hold from the answer to the request on that gives or takes them, and a document that is ready is found.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from convosphere.platform.settings import Settings
from tests.factories.onnx_models import write_embedder
from tests.features.knowledge.conftest import Keeper
from tests.harness.platform import build_settings

WEAVIATE_URL = os.environ.get("CONVOSPHERE_TEST_WEAVIATE_URL")
PATIENCE = 60

pytestmark = [
    # Every test has an event loop of its own, and gRPC leaves a socket behind in each.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.usefixtures("worker"),
    pytest.mark.skipif(
        WEAVIATE_URL is None, reason="needs a Weaviate server: CONVOSPHERE_TEST_WEAVIATE_URL=http://127.0.0.1:8080"
    ),
]


@pytest.fixture
async def grpc() -> None:
    """Held open: at the end of the last channel it waits for its thread, which the guard of the event loop forbids."""
    await asyncio.to_thread(import_module, "grpc.aio")
    import_module("grpc.aio").init_grpc_aio()


@pytest.fixture
def settings(tmp_path: Path, grpc: None) -> Settings:  # noqa: ARG001 - before anything connects
    model = write_embedder(tmp_path / "tiny", ["portal", "heating", "october", "holidays"])
    return build_settings(
        data_dir=tmp_path,
        embeddings={"directory": model, "threads": 1},
        retrieval={"weaviate_url": WEAVIATE_URL, "weaviate_prefix": f"Test{uuid4().hex}"},
    )


async def names(person: Keeper, question: str) -> list[str]:
    """What is found by words of the question; by meaning, everything is near to it somehow."""
    found = await person.call("POST", "/search", 200, json={"question": question, "note": False})
    return [each["name"] for each in found["items"] if each["passages"][0]["lexical"]]


async def until(expected: object, ask: Callable[[], Awaitable[object]]) -> None:
    """Asks again until it is as expected: jobs tell the server."""
    async with asyncio.timeout(PATIENCE):
        while (now := await ask()) != expected:
            assert now is not None
            await asyncio.sleep(0.05)


async def embedder(person: Keeper, base: str, kind: str) -> None:
    await person.call("PUT", f"/bases/{base}/embedder", 200, json={"kind": kind})

    async def settled() -> object:
        now = await person.call("GET", f"/bases/{base}/embedder", 200)
        return now["kind"], now["switch"]["status"]

    await until((kind, "done"), settled)


async def test_the_whole_way_of_a_document(anna: Keeper, ben: Keeper) -> None:
    base = await anna.base()
    await until("local", lambda: _kind(anna, base))
    time = await anna.write(base, "time.md", "# Time off\n\nHolidays are applied for in the portal.")
    # Ready is found: nothing has to arrive at the server first.
    assert await names(anna, "holidays portal") == ["time.md"]
    await anna.write(base, "house.md", "# House\n\nThe heating is serviced in October.")
    found = await anna.call("POST", "/search", 200, json={"question": "holidays in the portal"})
    (passage,) = found["items"][0]["passages"]
    assert passage["dense"] > 0.5
    assert passage["lexical"] > 0

    # Rights: those of the base are no matter of the server; a document's own readers take effect at once.
    assert await names(ben, "holidays portal") == []
    await anna.let_in(base, ben, "viewer")
    assert await names(ben, "holidays portal") == ["time.md"]
    nobody: dict[str, Any] = {"own_access": True, "readers": []}
    await anna.call("PUT", f"/documents/{time['id']}/access", 200, json=nobody)
    assert await names(ben, "holidays portal") == []
    await anna.call("PUT", f"/documents/{time['id']}/access", 200, json={"own_access": False, "readers": []})
    assert await names(ben, "holidays portal") == ["time.md"]
    reader = {"own_access": True, "readers": [{"kind": "person", "id": str(ben.person.id)}]}
    await anna.call("PUT", f"/documents/{time['id']}/access", 200, json=reader)
    assert await names(ben, "holidays portal") == ["time.md"]
    await anna.call("PUT", f"/documents/{time['id']}/access", 200, json={"own_access": False, "readers": []})

    # Read anew it is found all the while.
    everything = {"kind": "reprocess", "selection": {"everything": True}}
    operation = await anna.call("POST", f"/bases/{base}/operations", 202, json=everything)
    while (await anna.call("GET", f"/operations/{operation['id']}", 200))["status"] in {"waiting", "running"}:
        assert await names(anna, "holidays portal") == ["time.md"]
    await anna.taken_in(time["id"])
    assert await names(anna, "holidays portal") == ["time.md"]
    assert (await anna.call("GET", f"/documents/{time['id']}", 200))["found"] == 2

    # By words alone, and by meaning again: nothing is lost on the way, whatever was edited in between.
    await embedder(anna, base, "none")
    await until(["house.md"], lambda: names(anna, "heating"))
    (chunk,) = (await anna.call("GET", f"/documents/{time['id']}/chunks", 200))["items"]
    path = f"/documents/{time['id']}/chunks/{chunk['id']}"
    await anna.call("PATCH", path, 200, json={"text": "Vacations are asked for in the office."})
    await until(["time.md"], lambda: names(anna, "vacations"))
    await embedder(anna, base, "local")
    assert await names(anna, "vacations") == ["time.md"]
    assert await names(anna, "portal") == []
    again = await anna.call("POST", "/search", 200, json={"question": "heating in october"})
    assert (again["items"][0]["name"], again["lexical_only"]) == ("house.md", [])
    assert again["items"][0]["passages"][0]["dense"] > 0

    await anna.call("PATCH", path, 200, json={"enabled": False})
    await until([], lambda: names(anna, "vacations"))
    await anna.call("DELETE", f"/documents/{time['id']}", 204)
    assert await names(anna, "office") == []
    await anna.call("POST", f"/documents/{time['id']}/restore", 200)
    await anna.call("PATCH", path, 200, json={"enabled": True})
    await until(["time.md"], lambda: names(anna, "vacations"))


async def _kind(person: Keeper, base: str) -> object:
    return (await person.call("GET", f"/bases/{base}/embedder", 200))["kind"]
