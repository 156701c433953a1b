"""What every log line of a request or a job carries: request id, person, organisation."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog.contextvars as log_context


@contextmanager
def request_context(request_id: str, **values: object) -> Iterator[None]:
    """Log lines from here to the end carry the request id (a job's: that of who asked for it) and the values."""
    with log_context.bound_contextvars(request_id=request_id, **values):
        yield


def bind_context(*, person_id: UUID | None = None, organization_id: UUID | None = None) -> None:
    """Adds who it is, as soon as that is known; holds to the end of the request."""
    found = {"person_id": person_id, "organization_id": organization_id}
    log_context.bind_contextvars(**{name: str(value) for name, value in found.items() if value is not None})


def current_request_id() -> str | None:
    """The id of the request that is served here, if one is."""
    request_id = log_context.get_contextvars().get("request_id")
    return request_id if isinstance(request_id, str) else None
