"""Logs: one line per fact on standard error, for people (console) or for machines (JSON).

Modules write with `structlog.get_logger(__name__)` (`log.info("answer_failed", conversation_id=…)`) or,
where that is too much, with the standard library; libraries' lines go the same way. Bodies of requests,
messages and answers are never logged.
"""

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final, Literal, TextIO

import orjson
import structlog

from convosphere.platform.telemetry.redaction import redact_field

_Event = MutableMapping[str, Any]

# Libraries whose ordinary lines say nothing to an operator, or repeat our own access log.
_QUIET: Final = (
    "LiteLLM",
    "aiohttp.access",
    "asyncio",
    "httpcore",
    "httpx",
    "openai",
    "procrastinate",
    "uvicorn.access",
    "uvicorn.error",
    "websockets",
)
# What uvicorn says, with a traceback, of a socket whose client sent something else than text.
_NOT_UTF8: Final = "Invalid UTF-8 sequence received from client."
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x80-\x9f\u2028\u2029]")


def configure_logging(
    form: Literal["console", "json"],
    level: Literal["debug", "info", "warning", "error"],
    stream: TextIO | None = None,
) -> None:
    """Sets up logging for the whole process; a second call replaces the first.

    `stream`: standard error unless given.
    """
    target = stream if stream is not None else sys.stderr
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(form, target)],
        )
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.getLogger("uvicorn.error").addFilter(_without_clients_tracebacks)
    for name in _QUIET:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(max(logging.WARNING, root.level))


def _without_clients_tracebacks(record: logging.LogRecord) -> bool:
    """A frame that is no UTF-8 is the client's mistake, answered with the close code 1007: no traceback of ours."""
    if record.msg == _NOT_UTF8:
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.exc_info = None
        return logging.getLogger().isEnabledFor(logging.INFO)
    return True


def _renderers(form: str, target: TextIO) -> list[structlog.typing.Processor]:
    if form == "json":
        return [structlog.processors.EventRenamer("message"), _render_json]
    colours = target.isatty()
    # By itself it would draw tracebacks with rich, where that is installed: with the values of all variables in them.
    plain = structlog.dev.plain_traceback
    return [_one_line, structlog.dev.ConsoleRenderer(colors=colours, pad_event_to=32, exception_formatter=plain)]


def _redact(_logger: object, _method: str, event: _Event) -> _Event:
    return {name: redact_field(name, value) if name[0] != "_" else value for name, value in event.items()}


def _one_line(_logger: object, _method: str, event: _Event) -> _Event:
    """Values cannot forge lines or move a terminal's cursor; tracebacks are ours and keep theirs."""
    return {
        name: _CONTROL.sub(lambda match: repr(match[0])[1:-1], value)
        if isinstance(value, str) and name not in {"exception", "stack"}
        else value
        for name, value in event.items()
    }


def _render_json(_logger: object, _method: str, event: _Event) -> str:
    try:
        return orjson.dumps(event, default=str).decode()
    except orjson.JSONEncodeError:  # lone surrogates, integers beyond 64 bits: rare, and no reason to lose a line
        return json.dumps(event, default=str)
