"""Many small texts are taken in as one; each ends as it would alone."""

import asyncio

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.ingest import cutting
from convosphere.features.knowledge.rules import keywords
from tests.features.knowledge.conftest import Keeper

TEXTS = 8


async def queued(application: Application) -> dict[str, int]:
    """How many versions the jobs of each kind wait with."""
    async with application.platform.database.transaction(None) as session:
        rows = await session.execute(
            text(
                "SELECT task_name, sum(coalesce(jsonb_array_length(args -> 'version_ids'), 1))"
                "  FROM procrastinate_jobs WHERE task_name LIKE 'knowledge.ingest%' GROUP BY task_name"
            )
        )
        return {row[0]: int(row[1]) for row in rows}


async def test_each_of_many_ends_as_it_would_alone(anna: Keeper, application: Application) -> None:
    base = await anna.base()
    upload = await anna.upload(base, "bomb.md", b"PK\x03\x04 says that it is an archive")
    empty = await anna.upload(base, "empty.txt", b" \n ")
    made = []
    for number in range(TEXTS):
        body = {"name": f"{number}.md", "text": f"# Note {number}\n\nThe word of this one is zanzibar{number}x."}
        made.append(await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json=body))
    # Twice in one go: the later one is found in the end.
    body = {"name": "0.md", "text": "The word of this one is sansibarx."}
    await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json=body)
    assert await queued(application) == {"knowledge.ingest_together": TEXTS + 3}
    await application.platform.jobs.start_worker(alone=True)
    for document in made:
        assert (await anna.taken_in(document["id"]))["status"] == "ready"
    for refused, code in ((upload, "document_unknown_kind"), (empty, "document_empty")):
        document = await anna.taken_in(refused["document_id"])
        assert (document["status"], document["problem"]["code"]) == ("failed", code)
    shown = await anna.call("GET", f"/bases/{base}", 200)
    assert (shown["document_count"], shown["chunk_count"]) == (TEXTS + 2, TEXTS)
    for word, names in (("zanzibar5x", ["5.md"]), ("sansibarx", ["0.md"]), ("zanzibar0x", [])):
        found = await anna.call("POST", "/search", 200, json={"question": word, "note": False})
        assert [item["name"] for item in found["items"] if word in str(item["passages"])] == names, word


async def test_what_breaks_the_reader_is_left_alone_with_it(
    anna: Keeper, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(words: str) -> list[str]:
        if "hostile" in words:
            raise RuntimeError("a mistake of ours, found by a file")
        return keywords.keywords_of(words)

    monkeypatch.setattr(cutting, "keywords_of", break_down)
    base = await anna.base()
    made = []
    for name in ("one", "hostile", "two"):
        body = {"name": name, "text": f"This is {name}."}
        made.append(await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json=body))
    await application.platform.jobs.start_worker(alone=True)
    for document in (made[0], made[2]):
        assert (await anna.taken_in(document["id"]))["status"] == "ready"
    # It alone is still tried: in a job of its own, or where it was not taken along, in that one.
    alone = ({"knowledge.ingest": 1}, {"knowledge.ingest_together": 1})
    async with asyncio.timeout(10):
        while await queued(application) not in alone:  # noqa: ASYNC110 - only the queue knows
            await asyncio.sleep(0.05)
