"""`convosphere doctor`: each part is really tried, and what is wrong comes with how to mend it."""

import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner, Result

from convosphere.engines.documents.formats import recognition
from convosphere.entry.cli import doctor
from convosphere.entry.cli.main import app
from convosphere.platform.database import DatabaseUrls
from convosphere.platform.secret_key import FILE
from tests.harness.guards import only_this_machine
from tests.platform.realtime.redis_server import RedisServer


@pytest.fixture(autouse=True)
def guards() -> Iterator[None]:
    """A command is alone in its event loop, so it may read files there."""
    with only_this_machine():
        yield


@pytest.fixture
def data_dir(own_directory: Path) -> Path:
    """As a first start leaves it."""
    data = own_directory / "data"
    data.mkdir()
    (data / FILE).write_text("0" * 64)
    (data / FILE).chmod(0o600)
    return data


@pytest.fixture
def healthy(
    database_urls: DatabaseUrls, data_dir: Path, own_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> pytest.MonkeyPatch:
    """A machine on which nothing is wrong yet."""
    build = own_directory / "build"
    build.mkdir()
    (build / "index.html").write_text("<!doctype html>")
    words = own_directory / "words"
    words.mkdir()
    for language in ("deu", "eng"):
        (words / f"{language}.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(words))
    monkeypatch.setattr(doctor, "BUILD", build)
    monkeypatch.setenv("CONVOSPHERE_DATABASE_URL", database_urls.conninfo(database_urls.owner))
    monkeypatch.setenv("CONVOSPHERE_DATA_DIR", str(data_dir))
    return monkeypatch


def examine() -> Result:
    return CliRunner().invoke(app, ["doctor"])


def verdicts(result: Result) -> dict[str, str]:
    """The verdict on each part."""
    lines = [line for line in result.output.splitlines() if "→" not in line]
    return {line[7:].split(":")[0]: line[:5].strip() for line in lines}


def mend(result: Result, part: str) -> str:
    """What is said about a part, with the advice below it."""
    lines = result.output.splitlines()
    (at,) = [number for number, line in enumerate(lines) if line[7:].startswith(f"{part}:")]
    advice = lines[at + 1] if at + 1 < len(lines) and "→" in lines[at + 1] else ""
    return f"{lines[at][7:]} {advice.strip()}".strip()


ALL_WELL = {
    "data directory": "ok",
    "secret key": "ok",
    "PostgreSQL": "ok",
    "event log": "ok",
    "file storage": "ok",
    "virus scanner": "note",
    "text recognition": "ok",
    "search index": "ok",
    "embedder": "note",
    "reranker": "ok",
    "mail": "note",
    "web client": "ok",
}


@pytest.mark.usefixtures("healthy")
def test_nothing_is_wrong(data_dir: Path) -> None:
    result = examine()
    assert (result.exit_code, verdicts(result)) == (0, ALL_WELL)
    assert "administrators hand over links" in mend(result, "mail")
    assert "CONVOSPHERE_DATABASE_URL" in mend(result, "PostgreSQL")
    assert sorted(path.name for path in data_dir.iterdir()) == [FILE], "looking leaves nothing behind"


def test_a_secret_in_the_settings_is_enough(healthy: pytest.MonkeyPatch, data_dir: Path) -> None:
    (data_dir / FILE).unlink()
    before = examine()
    assert (before.exit_code, verdicts(before)["secret key"]) == (0, "note")
    healthy.setenv("CONVOSPHERE_SECRET_KEY", "hidden-" * 8)
    after = examine()
    assert (after.exit_code, mend(after, "secret key")) == (0, "secret key: from CONVOSPHERE_SECRET_KEY")
    assert "hidden" not in after.output


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
@pytest.mark.usefixtures("healthy")
def test_a_secret_that_others_can_read(data_dir: Path, mode: int) -> None:
    (data_dir / FILE).chmod(mode)
    result = examine()
    assert (result.exit_code, verdicts(result)) == (1, ALL_WELL | {"secret key": "FAIL"})
    assert f"chmod 600 {data_dir / FILE}" in mend(result, "secret key")


def test_a_bucket_and_a_scanner_that_do_not_answer(healthy: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        healthy.setenv("CONVOSPHERE_STORAGE_URL", "s3://bucket/folder")
        healthy.setenv("CONVOSPHERE_STORAGE_ENDPOINT", f"http://127.0.0.1:{port}")
        healthy.setenv("CONVOSPHERE_STORAGE_ACCESS_KEY", "key")
        healthy.setenv("CONVOSPHERE_STORAGE_SECRET_KEY", "very-secret")
        healthy.setenv("CONVOSPHERE_FILES_CLAMAV", f"tcp://127.0.0.1:{port}")
        result = examine()
    assert (result.exit_code, verdicts(result)) == (1, ALL_WELL | {"file storage": "FAIL", "virus scanner": "FAIL"})
    # A line a part, and one for what is to be done: what libraries print of their inside is left out.
    assert len(result.output.splitlines()) == len(ALL_WELL) + 4
    assert "CONVOSPHERE_STORAGE_URL" in mend(result, "file storage")
    assert "CONVOSPHERE_FILES_CLAMAV" in mend(result, "virus scanner")
    assert "very-secret" not in result.output


def test_a_database_that_does_not_answer(healthy: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        healthy.setenv("CONVOSPHERE_DATABASE_URL", f"postgresql://ada:hidden@127.0.0.1:{port}/nothing")
        result = examine()
    assert (result.exit_code, verdicts(result)["PostgreSQL"]) == (1, "FAIL")
    assert "correct CONVOSPHERE_DATABASE_URL" in result.output
    assert "hidden" not in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("url", ["nonsense", "postgresql://host:port/name"])
def test_an_address_that_is_none(healthy: pytest.MonkeyPatch, url: str) -> None:
    healthy.setenv("CONVOSPHERE_DATABASE_URL", url)
    result = examine()
    assert result.exit_code in (1, 2)
    assert "CONVOSPHERE_DATABASE_URL" in result.output


@pytest.mark.usefixtures("healthy")
def test_a_database_of_another_release_is_a_note(database_urls: DatabaseUrls) -> None:
    with psycopg.connect(database_urls.owner_conninfo) as owner:
        owner.execute(sql.SQL("UPDATE alembic_version SET version_num = '0001'"))
    result = examine()
    assert (result.exit_code, verdicts(result)["PostgreSQL"]) == (0, "note")
    assert "schema 0001, this release has" in result.output
    assert "convosphere migrate" in mend(result, "PostgreSQL")


def test_a_web_client_that_is_not_built(healthy: pytest.MonkeyPatch, own_directory: Path) -> None:
    healthy.setattr(doctor, "BUILD", own_directory / "nothing")
    result = examine()
    assert (result.exit_code, verdicts(result)) == (1, ALL_WELL | {"web client": "FAIL"})
    assert "make run" in mend(result, "web client")


def test_a_data_directory_that_cannot_be_one(healthy: pytest.MonkeyPatch, own_directory: Path) -> None:
    (own_directory / "file").write_text("")
    healthy.setenv("CONVOSPHERE_DATA_DIR", str(own_directory / "file"))
    result = examine()
    assert (result.exit_code, verdicts(result)["data directory"]) == (1, "FAIL")
    assert "CONVOSPHERE_DATA_DIR" in mend(result, "data directory")
    # Nor can there be a PostgreSQL of its own; the other parts are looked at all the same.
    healthy.delenv("CONVOSPHERE_DATABASE_URL")
    result = examine()
    assert (result.exit_code, verdicts(result)["PostgreSQL"], verdicts(result)["web client"]) == (1, "FAIL", "ok")


def test_a_redis_that_does_not_answer(healthy: pytest.MonkeyPatch, own_directory: Path) -> None:
    healthy.setenv("CONVOSPHERE_REDIS_URL", f"unix://{own_directory}/nobody")
    result = examine()
    assert (result.exit_code, verdicts(result)) == (1, ALL_WELL | {"event log": "FAIL", "file storage": "note"})
    assert "correct CONVOSPHERE_REDIS_URL" in mend(result, "event log")


def test_a_redis_address_that_is_none(healthy: pytest.MonkeyPatch) -> None:
    healthy.setenv("CONVOSPHERE_REDIS_URL", "nonsense")
    result = examine()
    assert result.exit_code in (1, 2)
    assert "CONVOSPHERE_REDIS_URL" in result.output


@pytest.mark.redis
def test_a_redis_that_answers(healthy: pytest.MonkeyPatch) -> None:
    server = RedisServer()
    server.start()
    try:
        healthy.setenv("CONVOSPHERE_REDIS_URL", server.url)
        result = examine()
    finally:
        server.remove()
    assert (result.exit_code, mend(result, "event log")) == (0, "event log: Redis answers")
    assert "CONVOSPHERE_STORAGE_URL" in mend(result, "file storage"), "several processes need the same files"


def test_what_is_named_and_not_there_is_said_of_each(healthy: pytest.MonkeyPatch, own_directory: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        healthy.setenv("CONVOSPHERE_MAIL_HOST", "127.0.0.1")
        healthy.setenv("CONVOSPHERE_MAIL_PORT", str(port))
        healthy.setenv("CONVOSPHERE_MAIL_USERNAME", "post")
        healthy.setenv("CONVOSPHERE_MAIL_PASSWORD", "very-secret")
        healthy.setenv("CONVOSPHERE_RETRIEVAL_WEAVIATE_URL", f"http://127.0.0.1:{port}")
        healthy.setenv("CONVOSPHERE_RERANK_URL", f"http://127.0.0.1:{port}/rerank")
        healthy.setenv("CONVOSPHERE_EMBEDDINGS_DIRECTORY", str(own_directory))
        healthy.setenv("TESSDATA_PREFIX", str(own_directory / "nothing"))
        healthy.setattr(recognition, "_FOLDERS", ())
        result = examine()
    missing = {"mail", "search index", "reranker", "embedder"}
    assert (result.exit_code, verdicts(result)) == (
        1,
        ALL_WELL | dict.fromkeys(missing, "FAIL") | {"text recognition": "note"},
    )
    for part, says in (
        ("mail", "CONVOSPHERE_MAIL_"),
        ("search index", "CONVOSPHERE_RETRIEVAL_WEAVIATE_URL"),
        ("reranker", "CONVOSPHERE_RERANK_URL"),
        ("embedder", "model.onnx"),
        ("text recognition", "tesseract-ocr"),
    ):
        assert says in mend(result, part)
    assert "very-secret" not in result.output


@pytest.mark.usefixtures("healthy")
def test_a_secret_that_was_cut_off(data_dir: Path) -> None:
    (data_dir / FILE).write_text("0" * 8)
    result = examine()
    assert (result.exit_code, verdicts(result)) == (1, ALL_WELL | {"secret key": "FAIL"})
    assert "backup" in mend(result, "secret key")


def test_the_own_database_is_started_for_the_look_and_stopped(healthy: pytest.MonkeyPatch, data_dir: Path) -> None:
    healthy.delenv("CONVOSPHERE_DATABASE_URL")
    result = examine()
    assert (result.exit_code, verdicts(result)["PostgreSQL"]) == (0, "note")
    assert "(own), schema empty" in mend(result, "PostgreSQL")
    assert not (data_dir / "postgresql" / "postmaster.pid").exists()
