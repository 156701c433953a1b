"""What is deleted goes for good, when its time has come: rows, storage, index."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from convosphere.entry.wiring import Application
from convosphere.features.knowledge.actions.sweep import SWEEP_JOB
from tests.features.knowledge.conftest import PATIENCE, Keeper

TABLES = ("documents", "document_versions", "chunks", "retrieval_documents")


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


async def objects(application: Application) -> list[str]:
    """What lies in the storage."""
    folder = application.platform.settings.data_dir / "files"
    return await asyncio.to_thread(lambda: sorted(str(path) for path in folder.rglob("*") if path.is_file()))


async def swept(application: Application, keeper: Keeper, expected: dict[str, int]) -> None:
    """Returns when the clean-up has left that."""
    async with application.platform.database.transaction(keeper.person.organization_id) as session:
        organization = str(keeper.person.organization_id)
        await application.platform.jobs.defer(session, SWEEP_JOB, organization_id=organization)
    async with asyncio.timeout(PATIENCE):
        while await rows(application, keeper) != expected:
            pass


NOTHING = dict.fromkeys(TABLES, 0)


async def test_a_deleted_base_goes_at_once_with_all_in_it(anna: Keeper, application: Application) -> None:
    base = await anna.base()
    await anna.write(base, "One", "One is here.")
    await anna.add(base, "two.md", b"Two is here.", path="a/b")
    assert (await rows(application, anna))["documents"] == 2
    await anna.call("DELETE", f"/bases/{base}", 204)
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
        application, anna, {**NOTHING, "documents": 1, "document_versions": 1, "chunks": 1, "retrieval_documents": 1}
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
