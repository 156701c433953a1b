"""Many small texts are taken in as one; each ends as it would alone."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.ingest import cutting
from convosphere.features.knowledge.actions.ingest.run import ingest
from convosphere.features.knowledge.actions.sweep import sweep
from convosphere.features.knowledge.repository import versions
from convosphere.features.knowledge.rules import keywords
from convosphere.features.knowledge.types import Stage, VersionKey
from tests.features.knowledge.conftest import Keeper
from tests.features.knowledge.test_sweep import desk_of

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
    for refused, code in ((upload, "document_damaged"), (empty, "document_empty")):
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


async def test_what_came_while_it_was_deleted_is_taken_in_when_it_is_brought_back(
    anna: Keeper, application: Application
) -> None:
    base = await anna.base()
    body = {"name": "note.md", "text": "The word of this one is zanzibarx."}
    made = await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json=body)
    await anna.call("POST", f"/bases/{base}/documents/from-text", 201, json=body | {"text": "Now it is sansibarx."})
    await anna.call("DELETE", f"/documents/{made['id']}", 204)
    await application.platform.jobs.start_worker(alone=True)
    async with asyncio.timeout(10):
        while await queued(application):  # noqa: ASYNC110 - only the queue knows
            await asyncio.sleep(0.05)
    await anna.call("POST", f"/documents/{made['id']}/restore", 200)
    await anna.taken_in(made["id"])
    async with asyncio.timeout(10):
        while await queued(application):  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.05)
    listed = (await anna.call("GET", f"/documents/{made['id']}/versions", 200))["items"]
    # The older one, too: with a version on its way for ever it could never be moved.
    assert [each["status"] for each in listed] == ["ready", "ready"]


async def test_what_waits_in_a_deleted_base_outlasts_the_clean_up(anna: Keeper, application: Application) -> None:
    base = await anna.base()
    upload = await anna.upload(base, "note.md", b"The word of this one is zanzibarx.")
    await anna.call("DELETE", f"/bases/{base}", 204)
    async with application.platform.database.transaction(anna.person.organization_id) as session:
        await session.execute(text("UPDATE knowledge_uploads SET created_at = created_at - interval '2 days'"))
    await sweep(desk_of(application), anna.person.organization_id)
    await anna.call("POST", f"/bases/{base}/restore", 200)
    await application.platform.jobs.start_worker(alone=True)
    document = await anna.taken_in(upload["document_id"])
    assert document["status"] == "ready", document["problem"]
    # What nothing waits for any more goes.
    await sweep(desk_of(application), anna.person.organization_id)
    await anna.call("GET", f"/uploads/{upload['id']}", 404)


async def test_whoever_comes_late_to_a_version_does_not_end_it(
    anna: Keeper, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = await anna.base()
    upload = await anna.upload(base, "note.md", b"The word of this one is zanzibarx.")
    desk, storage = desk_of(application), application.platform.storage
    key = VersionKey(anna.person.organization_id, UUID(upload["version_id"]))
    fetch = storage.fetch

    async def overtaken(keys: Sequence[str], path: Path) -> int:
        # Another worker has stored the next stage, and what arrived is no longer needed.
        async with desk.platform.database.transaction(key.organization_id) as session:
            await versions.step(session, key.version_id, Stage.CHECKING, stage=Stage.EMBEDDING, arrived=[])
        await storage.delete(*keys)
        return await fetch(keys, path)

    monkeypatch.setattr(storage, "fetch", overtaken)
    await ingest(desk, key)
    document = await anna.call("GET", f"/documents/{upload['document_id']}", 200)
    assert (document["status"], document["stage"], document["problem"]) == ("running", "embedding", None)
