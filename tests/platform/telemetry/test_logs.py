import io
import json
import logging
from collections.abc import Iterator
from uuid import UUID

import orjson
import pytest
import structlog

from convosphere.platform.telemetry import bind_context, configure_logging, current_request_id, request_context


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Logging is set up per process; the other tests get back what they had."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def stream() -> io.StringIO:
    opened = io.StringIO()
    configure_logging("json", "info", opened)
    return opened


def test_a_fact_is_one_line_of_json(stream: io.StringIO) -> None:
    structlog.get_logger("a.module").info("answer_failed", conversation="c1", tokens=12, cause=None)
    (line,) = lines(stream)
    assert str(line.pop("timestamp")).endswith("Z")
    assert line == {
        "message": "answer_failed",
        "level": "info",
        "logger": "a.module",
        "conversation": "c1",
        "tokens": 12,
        "cause": None,
    }


def test_libraries_write_the_same_way(stream: io.StringIO) -> None:
    logging.getLogger("some.library").warning("%s of %d", "one", 2, extra={"attempt": 3, "api_key": "x"})
    logging.getLogger("some.library").info("shown")
    (first, second) = lines(stream)
    assert (first["message"], first["level"], first["logger"]) == ("one of 2", "warning", "some.library")
    assert (first["attempt"], first["api_key"]) == (3, "[redacted]")
    assert second["message"] == "shown"


def test_a_clients_mistake_leaves_no_traceback(stream: io.StringIO) -> None:
    server = logging.getLogger("uvicorn.error")
    try:
        b"\xff".decode()
    except UnicodeDecodeError:
        server.exception("Invalid UTF-8 sequence received from client.")
        server.exception("Exception in ASGI application")
    (mistake, bug) = lines(stream)
    assert (mistake["level"], "exception" in mistake) == ("info", False)
    assert (bug["level"], "exception" in bug) == ("error", True)


@pytest.mark.parametrize("name", ["uvicorn.access", "httpx", "aiohttp.access", "LiteLLM"])
def test_chatty_libraries_are_quiet_unless_something_is_wrong(stream: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("GET /?token=secret")
    logging.getLogger(name).error("broken")
    assert [line["message"] for line in lines(stream)] == ["broken"]


def test_the_level_is_kept() -> None:
    stream = io.StringIO()
    configure_logging("json", "warning", stream)
    log = structlog.get_logger("x")
    log.info("no")
    log.warning("yes")
    logging.getLogger("y").info("no")
    assert [line["message"] for line in lines(stream)] == ["yes"]


def test_a_second_set_up_replaces_the_first(stream: io.StringIO) -> None:
    second = io.StringIO()
    configure_logging("json", "info", second)
    logging.getLogger("x").warning("once")
    assert stream.getvalue() == ""
    assert len(lines(second)) == 1


def test_lines_carry_the_request(stream: io.StringIO) -> None:
    assert current_request_id() is None
    with request_context("r1", job="chat.answer"):
        assert current_request_id() == "r1"
        bind_context(person_id=UUID(int=1), organization_id=UUID(int=2))
        structlog.get_logger("x").info("inside")
        logging.getLogger("y").info("library")
    structlog.contextvars.clear_contextvars()
    structlog.get_logger("x").info("outside")
    inside, library, outside = lines(stream)
    for line in (inside, library):
        assert (line["request_id"], line["job"]) == ("r1", "chat.answer")
        assert (line["person_id"], line["organization_id"]) == (str(UUID(int=1)), str(UUID(int=2)))
    assert not {"request_id", "job", "person_id"} & outside.keys()


SECRETS = [
    {"password": "hunter22"},
    {"new_password": "hunter22"},
    {"Authorization": "Basic hunter22"},
    {"headers": {"Cookie": "hunter22", "x-api-key": "hunter22"}},
    {"refresh_token": "hunter22"},
    {"client_secret": b"hunter22"},
    {"settings": [{"smtp": {"password": "hunter22"}}]},
    {"note": "Authorization: Bearer hunter22hunter22"},
    {"note": "key sk-proj-hunter22hunter22 was refused"},
    {"note": "csk_hunter22hunter22"},
    {"note": "postgresql://convo:hunter22@db/x"},
    {"note": "redis://:hunter22@cache:6379"},
    {"note": "GET /reset?lang=de&token=hunter22&x=1"},
    {"note": "eyJhbGciOiJIUzI1NiJ9.hunter22hunter22.hunter22"},
    {"note": ["sk-ant-hunter22hunter22"]},
    {"note": ValueError("sk-hunter22hunter22")},
]


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("fields", SECRETS, ids=str)
def test_secrets_do_not_get_into_the_log(form: str, fields: dict[str, object]) -> None:
    stream = io.StringIO()
    configure_logging("json" if form == "json" else "console", "info", stream)
    structlog.get_logger("x").info("event", **fields)
    structlog.get_logger("x").info(f"event {fields.get('note', '')}")
    logging.getLogger("y").warning("event %s", fields.get("note"))
    assert "redacted" in stream.getvalue() or "bytes]" in stream.getvalue()
    assert "hunter22" not in stream.getvalue()


def test_secrets_do_not_get_into_the_log_by_a_traceback(stream: io.StringIO) -> None:
    try:
        int("Bearer hunter22hunter22")
    except ValueError:
        structlog.get_logger("x").exception("failed")
    (line,) = lines(stream)
    assert "Traceback" in str(line["exception"])
    assert "test_logs.py" in str(line["exception"])
    assert "hunter22" not in stream.getvalue()


def test_a_traceback_on_the_console_shows_no_variables() -> None:
    stream = io.StringIO()
    configure_logging("console", "info", stream)
    harmless_name = "hunter22hunter22"
    try:
        int(harmless_name[:0])
    except ValueError:
        structlog.get_logger("x").exception("failed")
    assert "Traceback (most recent call last)" in stream.getvalue()
    assert harmless_name not in stream.getvalue()


def test_counts_and_names_are_no_secrets(stream: io.StringIO) -> None:
    facts = {
        "input_tokens": 5,
        "max_output_tokens": 7,
        "time_to_first_token_ms": 12.5,
        "token_expired": True,
        "note": "task-force-meeting at 10:30, pk_conversations, https://example.org:8080/a@b",
    }
    structlog.get_logger("x").info("event", **facts)
    (line,) = lines(stream)
    assert {name: line[name] for name in facts} == facts


@pytest.mark.parametrize(
    "value", ["\ud800", "a\nb", 2**70, float("nan"), {1: 2}, {"x"}, object(), b"\xff", [[[[[[[[1]]]]]]]]]
)
def test_any_value_can_be_logged(stream: io.StringIO, value: object) -> None:
    structlog.get_logger("x").info("event", value=value)
    assert len(lines(stream)) == 1
    assert "value" in orjson.loads(stream.getvalue().replace("\\ud800", ""))


def test_the_console_shows_one_line_and_cannot_be_forged() -> None:
    stream = io.StringIO()
    configure_logging("console", "info", stream)
    structlog.get_logger("x").info("failed\n2026-01-01 [info] all is well", name="a\x1b[2Jb")
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()
