"""`convosphere seed` fills a demo organisation as its people would, and does so once."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from convosphere.entry.cli.main import app
from convosphere.entry.cli.session import effective_settings
from convosphere.entry.wiring import Purpose, open_application
from tests.harness.guards import only_this_machine


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    """A command is alone in its event loop, so it may read files there."""
    with only_this_machine():
        yield


@pytest.fixture
def demo() -> dict[str, Any]:
    content = orjson.loads((Path(__file__).parents[3] / "src/convosphere/entry/cli/demo.json").read_bytes())
    assert isinstance(content, dict)
    return content


@pytest.fixture
def data_dir(own_directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    del own_directory
    with TemporaryDirectory(prefix="convosphere-seed-") as directory:
        monkeypatch.setenv("CONVOSPHERE_DATA_DIR", directory)
        monkeypatch.setenv("CONVOSPHERE_MODELS_DISCOVER_LOCAL", "false")
        yield Path(directory)


_READY = text(
    "SELECT documents.name FROM documents JOIN document_versions version ON version.id = current_version_id "
    "WHERE version.status = 'ready' AND version.chunk_count > 0"
)
# What was asked, and the document of the first citation below it.
_CITED = text(
    "SELECT asked.content, answer.citations -> 0 ->> 'title' FROM messages answer "
    "JOIN messages asked ON asked.id = answer.parent_id "
    "WHERE answer.role = 'assistant' AND jsonb_array_length(answer.citations) > 0 ORDER BY answer.position"
)


def stored() -> dict[str, Any]:
    """What the database holds of the demo, asked with its server started for it."""

    async def ask() -> dict[str, Any]:
        found: dict[str, Any] = {"people": 0, "conversations": [], "messages": [], "documents": [], "cited": []}
        async with open_application(effective_settings(), Purpose.COMMAND) as application:
            database = application.platform.database
            async with database.transaction(None) as session:
                ids = (await session.scalars(text("SELECT DISTINCT organization_id FROM login_directory"))).all()
            for organization_id in ids:
                async with database.transaction(organization_id) as session:
                    found["people"] += await session.scalar(text("SELECT count(*) FROM people WHERE onboarded")) or 0
                    rows = await session.execute(text("SELECT title FROM conversations ORDER BY id"))
                    found["conversations"] += [row[0] for row in rows]
                    rows = await session.execute(
                        text("SELECT role, status, content, duration_ms IS NOT NULL FROM messages ORDER BY position")
                    )
                    found["messages"] += [tuple(row) for row in rows]
                    found["documents"] += await session.scalars(_READY)
                    found["cited"] += [tuple(row) for row in await session.execute(_CITED)]
        return found

    return asyncio.run(ask())


def test_the_demo_is_made_once(data_dir: Path, demo: dict[str, Any]) -> None:
    talks = [talk for person in demo["people"] for talk in person["conversations"]]
    questions = [question for talk in talks for question in talk["questions"]]
    documents = sorted(document["name"] for base in demo["bases"] for document in base["documents"])
    grounded = [question for talk in talks if "sources" in talk for question in talk["questions"]]

    first = CliRunner().invoke(app, ["seed"])
    assert first.exit_code == 0, first.output
    assert (
        f"“{demo['organization']}”: {len(demo['people'])} people, {len(documents)} documents, "
        f"{len(questions)} answered questions." in first.output
    )
    for person in demo["people"]:
        assert f"{person['email']}  {demo['password']}  ({person['role']})" in first.output
    assert not (data_dir / "postgresql" / "postmaster.pid").exists(), "its database is stopped"

    there = stored()
    assert there["people"] == len(demo["people"])
    assert there["conversations"] == [talk["title"] for talk in talks]
    asked = [content for role, _, content, _ in there["messages"] if role == "user"]
    answers = [message for message in there["messages"] if message[0] == "assistant"]
    assert asked == questions
    assert len(answers) == len(questions)
    for _, status, content, measured in answers:
        assert (status, bool(content), measured) == ("completed", True, True)
    assert sorted(there["documents"]) == documents
    assert [question for question, _ in there["cited"]] == grounded
    # Each answer leads first to the document that says it.
    assert [name for _, name in there["cited"]] == [
        "Badeordnung Hallenbad.pdf",
        "Badeordnung Hallenbad.pdf",
        "Solar guide for customers.md",
    ]

    second = CliRunner().invoke(app, ["seed"])
    assert (second.exit_code, second.output) == (0, "The demo organisation is there already.\n")
    assert stored() == there
