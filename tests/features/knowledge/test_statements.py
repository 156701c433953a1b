"""What the routes cost the database: the same however much is in a base."""

import pytest

from convosphere.entry.wiring import Application
from convosphere.platform.clock import FrozenClock
from tests.features.knowledge.conftest import Keeper

# Who asks, the folder and its base, whether one may, the lock, the folder, all folders, its name, the move, counts.
MOVING = 10
# Instead of the last ones: whether something is in it, the operation, what it is to do, its job.
DELETING = 10


@pytest.fixture
def clock() -> FrozenClock:
    """A session's last use is written at most once in a while; here time does not pass."""
    return FrozenClock()


@pytest.mark.parametrize("documents", [1, 4])
async def test_requests_cost_a_handful(
    anna: Keeper,
    ben: Keeper,
    application: Application,
    statements: list[str],
    documents: int,
) -> None:
    await application.platform.jobs.start_worker(alone=True)
    base = await anna.base()
    await anna.let_in(base, ben, "viewer")
    folder = (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Rules"}))["id"]
    tag = (await anna.call("POST", f"/bases/{base}/tags", 201, json={"name": "old"}))["id"]
    document = ""
    for number in range(documents):
        document = (await anna.write(base, f"Note {number}", f"Note {number}.", folder_id=folder))["id"]
        await anna.call("PATCH", f"/documents/{document}", 200, json={"tags": [tag]})
    # What it still has to do would be counted, too.
    await application.platform.jobs.stop_worker()
    for path, own in (
        ("/bases", 1),
        (f"/bases/{base}", 1),
        # The base, who is in it.
        (f"/bases/{base}/members", 2),
        # The base, its documents with their versions, their tags.
        (f"/bases/{base}/documents", 3),
        (f"/bases/{base}/documents?folder={folder}&deep=true&q=note", 3),
        (f"/bases/{base}/folders", 2),
        (f"/bases/{base}/tags", 2),
        # Whether one may, the document with its versions, its tags, its twins.
        (f"/documents/{document}", 4),
        (f"/documents/{document}/versions", 2),
        (f"/documents/{document}/chunks", 2),
        # Whether one may, the version.
        (f"/documents/{document}/download", 2),
        # In a transaction of its own: whether one may, the version, that it was opened.
        (f"/documents/{document}/content", 5),
    ):
        await ben.call("GET", path, 200)
        statements.clear()
        await ben.call("GET", path, 200)
        asked = [each for each in statements if not each.startswith("BEGIN")]
        assert len(asked) <= 1 + own, (path, asked)
    # Folders are moved and deleted without a look at what is in them.
    other = (await anna.call("POST", f"/bases/{base}/folders", 201, json={"name": "Laws"}))["id"]
    statements.clear()
    await anna.call("PATCH", f"/folders/{folder}", 200, json={"parent_id": other})
    assert len(statements) <= MOVING, statements
    statements.clear()
    await anna.call("DELETE", f"/folders/{folder}", 202)
    assert len(statements) <= DELETING, statements
