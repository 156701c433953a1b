"""Whether the process lives, whether it can work, and its metrics."""

import asyncio
import hmac
from collections.abc import Awaitable
from ipaddress import ip_address
from typing import Literal

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, Field

from convosphere.platform.context import Platform
from convosphere.platform.database import DatabaseUnavailableError
from convosphere.platform.database.exclusivity import ProcessLock
from convosphere.platform.errors import ForbiddenError, ProblemError, UnauthenticatedError
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep, client_address

PATIENCE_SECONDS = 3.0
_SIGNS_OF_A_PROXY = ("x-forwarded-for", "forwarded", "x-real-ip")

health_router = APIRouter(prefix="/health", tags=["Health"])
metrics_router = APIRouter(tags=["Health"])


class Live(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """Each part was really asked; the value is `ok` or what is wrong."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = Field(examples=[{"database": "ok", "jobs": "ok", "event_log": "ok", "storage": "ok"}])


@health_router.get("/live", operation_id="live", summary="The process lives")
async def live() -> Live:
    """Answers without asking anything else."""
    return Live()


@health_router.get(
    "/ready",
    operation_id="ready",
    summary="The process can work",
    responses={503: {"model": Ready, "description": "A part does not answer"}},
)
async def ready(request: Request, platform: PlatformDep, response: Response) -> Ready:
    """Asks the database, the job queue, the event log and the file storage.

    `process_lock` is named only when another process has come in that this one could not hear: then this one ends soon.
    """
    names = ("database", "jobs", "event_log", "storage")
    answers = await asyncio.gather(
        _ask(platform.database.ping()),
        _ask(platform.jobs.ping()),
        _ask(platform.log.ping()),
        _ask(platform.storage.ping()),
    )
    checks = dict(zip(names, answers, strict=True))
    lock: ProcessLock | None = request.app.state.process_lock
    if lock is not None and lock.excluded is not None:
        checks["process_lock"] = type(lock.excluded).__name__
    if all(answer == "ok" for answer in checks.values()):
        return Ready(status="ok", checks=checks)
    response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return Ready(status="unavailable", checks=checks)


async def _ask(question: Awaitable[None]) -> str:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await question
    except TimeoutError:
        return f"no answer within {PATIENCE_SECONDS:g} s"
    except (DatabaseUnavailableError, ProblemError, OSError) as error:
        return type(error).__name__
    return "ok"


@metrics_router.get(
    "/metrics",
    operation_id="metrics",
    summary="Prometheus metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **problems(401, 403)},
)
async def metrics(request: Request, platform: PlatformDep) -> Response:
    """With a token set: for its bearer. Without one: for this machine only."""
    _permit(request, platform)
    # The process's own figures are read from files.
    body, media_type = await asyncio.to_thread(platform.metrics.render)
    return Response(body, media_type=media_type)


def _permit(request: Request, platform: Platform) -> None:
    token = platform.settings.telemetry.metrics_token
    if token is not None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
            raise UnauthenticatedError
        return
    address = client_address(request, platform.settings)
    # A proxy on this machine that the settings do not know speaks for who knows whom.
    forwarded = not platform.settings.trusted_proxies and any(name in request.headers for name in _SIGNS_OF_A_PROXY)
    if forwarded or (address is not None and not ip_address(address).is_loopback):
        raise ForbiddenError(permission="metrics.read")
