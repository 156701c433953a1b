"""What is deleted goes for good, when its time has come: rows, storage, index."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.sweep import SWEEP_JOB, sweep
from tests.factories.disk import files_below
from tests.features.knowledge.conftest import PATIENCE, Keeper

TABLES = ("knowledge_bases", "documents", "document_versions", "chunks", "retrieval_documents")


@pytest.fixture(autouse=True)
async def working(worker: None) -> None:
    """Documents are taken in."""


async def rows(application: Application, keeper: Keeper) -> dict[str, int]:
    """How much there is in the database."""
    async with application.platform.database.transaction(keeper.person.organization_id) as session:
        return {
            table: int(await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 - names of ours
            for table in TABLES
        }


def desk_of(application: Application) -> Desk:
    return next(feature.state["knowledge_desk"] for feature in application.features if feature.name == "knowledge")  # type: ignore[return-value]  # state holds objects of all kinds


async def objects(application: Application) -> list[str]:
    """What lies in the storage."""
    folder = application.platform.settings.data_dir / "files"
    return [str(path) for path in await asyncio.to_thread(files_below, folder)]


async def swept(application: Application, keeper: Keeper, expected: dict[str, int]) -> None:
    """Returns when the clean-up has left that."""
    async with application.platform.database.transaction(keeper.person.organization_id) as session:
        organization = str(keeper.person.organization_id)
        await application.platform.jobs.defer(session, SWEEP_JOB, organization_id=organization)
    async with asyncio.timeout(PATIENCE):
        while await rows(application, keeper) != expected:
            pass


NOTHING = dict.fromkeys(TABLES, 0)


async def test_a_deleted_base_comes_back_and_one_deleted_for_good_goes(anna: Keeper, application: Application) -> None:
    base, empty = await anna.base(), await anna.base(name="Empty")
    one = await anna.write(base, "One", "One is here.")
    await anna.add(base, "two.md", b"Two is here.", path="a/b")
    there, stored = await rows(application, anna), await objects(application)
    assert there["documents"] == 2
    shown = await anna.call("GET", f"/bases/{base}", 200)
    for each in (base, empty):
        await anna.call("DELETE", f"/bases/{each}", 204)
    await anna.call("GET", f"/documents/{one['id']}", 404)
    assert (await anna.call("GET", "/bases", 200))["items"] == []
    listed = (await anna.call("GET", "/bases?deleted=true", 200))["items"]
    assert [each["id"] for each in listed] == [empty, base]
    assert all(each["deleted_at"] for each in listed)
    # The clean-up leaves it alone while its days last, with all in it.
    await sweep(desk_of(application), anna.person.organization_id)
    assert (await rows(application, anna), await objects(application)) == (there, stored)
    back = await anna.call("POST", f"/bases/{base}/restore", 200)
    assert back == {**shown, "updated_at": back["updated_at"]}
    assert one["id"] in str(await anna.call("POST", "/search", 200, json={"question": "one"}))
    await anna.call("POST", f"/bases/{base}/restore", 404)
    # For good: out of the list at once, and from everywhere right afterwards; also what is deleted already, or has
    # arrived by half.
    half = await anna.call("POST", f"/bases/{base}/uploads", 201, json={"name": "half.md", "size": 100_000})
    sent = await anna.request(
        "PATCH", f"/uploads/{half['id']}/content", content=b"h" * 70_000, headers={"Upload-Offset": "0"}
    )
    assert sent.status_code == 204
    for each in (base, empty):
        await anna.call("DELETE", f"/bases/{each}?for_good=true", 204)
        await anna.call("POST", f"/bases/{each}/restore", 404)
    assert (await anna.call("GET", "/bases?deleted=true", 200))["items"] == []
    await swept(application, anna, NOTHING)
    assert await objects(application) == []


@pytest.mark.settings(knowledge={"keep_deleted_days": 0})
async def test_a_deleted_document_goes_when_its_days_are_over(anna: Keeper, application: Application) -> None:
    base = await anna.base()
    kept = await anna.write(base, "Kept", "This one stays.")
    document = await anna.write(base, "Gone", "This one goes.")
    await anna.write(base, "Gone", "This one goes, too.")
    await anna.call("DELETE", f"/documents/{document['id']}", 204)
    await swept(
        application,
        anna,
        {
            **NOTHING,
            "knowledge_bases": 1,
            "documents": 1,
            "document_versions": 1,
            "chunks": 1,
            "retrieval_documents": 1,
        },
    )
    assert len(await objects(application)) == 2, "the original and the text of what stays"
    await anna.call("POST", f"/documents/{document['id']}/restore", 404)
    await anna.call("GET", f"/documents/{kept['id']}", 200)


@pytest.mark.settings(knowledge={"versions_per_document": 2})
async def test_old_versions_go_when_there_are_too_many(anna: Keeper, application: Application) -> None:
    base = await anna.base()
    document: dict[str, Any] = {}
    for number in range(4):
        document = await anna.write(base, "Note", f"Text number {number}.")
    async with asyncio.timeout(PATIENCE):
        while (await rows(application, anna))["document_versions"] > 2:
            pass
    versions = (await anna.call("GET", f"/documents/{document['id']}/versions", 200))["items"]
    assert [each["number"] for each in versions] == [4, 3]
    assert (await rows(application, anna))["chunks"] == 1
