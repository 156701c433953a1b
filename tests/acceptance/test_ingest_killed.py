"""Documents are taken in while the process is killed again and again: nothing is lost, doubled, or found by halves."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import Process

DOCUMENTS = 5
SECTIONS = 120
KILLS = 2
PATIENCE = 120


def _text(number: int) -> str:
    """A long text; its last section alone has a word that no other document has."""
    sections = (
        f"## Part {part} of {number}\n\n" + f"Document {number} speaks in part {part} of ordinary things. " * 12
        # Small ones and large ones go different ways.
        for part in range(SECTIONS if number % 2 else SECTIONS // 6)
    )
    return "\n\n".join(sections) + f"\n\n## The end\n\nThe password of this one is zanzibar{number}x."


@pytest.fixture(scope="module")
def founding(product: Process) -> Founding:
    return found(product.url)


async def test_documents_outlive_their_process(
    http: aiohttp.ClientSession, product: Process, founding: Founding
) -> None:
    owner = Person(http, product, founding.token)
    base = (await owner.call("POST", "/knowledge/bases", {"name": "Killed"}))["id"]

    async def documents() -> list[dict[str, Any]]:
        return list((await owner.call("GET", f"/knowledge/bases/{base}/documents"))["items"])

    async def hits(number: int) -> list[str]:
        word = f"zanzibar{number}x"
        body = {"question": word, "bases": [base], "note": False}
        items = (await owner.call("POST", "/knowledge/search", body))["items"]
        return [each["chunk_id"] for item in items for each in item["passages"] if word in each["text"]]

    for number in range(DOCUMENTS):
        body = {"name": f"{number}.md", "text": _text(number)}
        await owner.call("POST", f"/knowledge/bases/{base}/documents/from-text", body)
    at_kill = []
    for _ in range(KILLS):
        # Whatever each is at by then.
        async with asyncio.timeout(PATIENCE):
            before = await documents()
            while await documents() == before:
                pass
        at_kill += [each["stage"] for each in await documents()]
        await asyncio.to_thread(product.kill)
        await asyncio.to_thread(product.start)
    async with asyncio.timeout(PATIENCE):
        while any(each["status"] in {"waiting", "running"} for each in await documents()):
            for number in range(DOCUMENTS):
                early = await hits(number)
                assert not early or (await documents())[number]["found"], "found by its words before it was ready"
            await asyncio.sleep(0.1)
    made = await documents()
    assert [(each["name"], each["status"], each["version"]) for each in made] == [
        (f"{number}.md", "ready", 1) for number in range(DOCUMENTS)
    ], [each["problem"] for each in made]
    assert set(at_kill) - {"done"}, "it was killed while it worked"
    # The same text comes to the same pieces; each is there once, and in the index once.
    assert len({each["chunk_count"] for each in made}) == 2
    shown = await owner.call("GET", f"/knowledge/bases/{base}")
    assert shown["document_count"] == DOCUMENTS
    assert shown["chunk_count"] == sum(each["chunk_count"] for each in made)
    for number in range(DOCUMENTS):
        assert len(await hits(number)) == 1
