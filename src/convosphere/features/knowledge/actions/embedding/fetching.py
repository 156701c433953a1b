"""Fetching the local model: asked for by an administrator, done by a worker, watched by whoever looks.

How far it is stands in a file beside the model: every process on this machine, or on a shared disk, sees it.
"""

import asyncio
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.embeddings import (
    ModelDirectoryError,
    ModelFetchError,
    Progress,
    fetch_model,
    is_fetched,
    open_directory,
)
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.embedding.adopting import defer_adoption
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.features.knowledge.errors.embedding import LocalEmbedderGivenError, LocalEmbedderOffError
from convosphere.features.knowledge.events.embedding import LocalEmbedderWanted
from convosphere.features.knowledge.types.spaces import FetchStatus
from convosphere.platform.events import publish

FETCH_JOB: Final = "knowledge.fetch_embedder"
MANAGE: Final = "knowledge.embedders"
_WRITE_SECONDS: Final = 0.5
_SILENT_SECONDS: Final = 60

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FetchState:
    """How far it is, in bytes; `code`, `params` say what went wrong."""

    status: FetchStatus
    done: int = 0
    total: int | None = None
    code: str | None = None
    params: dict[str, Any] | None = None


async def fetch_state(embedders: Embedders) -> FetchState | None:
    """Where the local model stands; None: there is none to be."""
    directory = embedders.directory
    return None if directory is None else await asyncio.to_thread(_look, embedders, directory)


async def is_ready(embedders: Embedders) -> bool:
    """Whether the local embedder's files are there."""
    state = await fetch_state(embedders)
    return state is not None and state.status is FetchStatus.READY


async def start_fetch(session: AsyncSession, embedders: Embedders, actor: Actor) -> FetchState:
    """Has the model fetched; if it is there or on its way, nothing happens.

    Raises:
        LocalEmbedderOffError, LocalEmbedderGivenError: see there.
    """
    actor.require(MANAGE)
    directory, source = embedders.directory, embedders.source
    if directory is None:
        raise LocalEmbedderOffError
    if source is None:
        raise LocalEmbedderGivenError(directory=str(directory))
    state = await fetch_state(embedders)
    if state is not None and state.status in {FetchStatus.READY, FetchStatus.RUNNING}:
        return state
    publish(
        session,
        LocalEmbedderWanted(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            address=actor.address,
            subject_id=source.name,
            revision=source.revision,
        ),
    )
    await embedders.platform.jobs.defer(session, FETCH_JOB, lock=FETCH_JOB, organization_id=str(actor.organization_id))
    waiting = FetchState(FetchStatus.WAITING, 0, source.size)
    await asyncio.to_thread(_write, directory, waiting)
    return waiting


async def run_fetch(embedders: Embedders, organization_id: UUID) -> None:
    """Fetches the model, and has the organisation's bases use it that never had an embedder.

    Raises:
        ModelFetchError: it did not work, and may work later.
    """
    directory, source = embedders.directory, embedders.source
    if directory is None or source is None:
        return
    url = embedders.platform.settings.embeddings.hub_url
    told = _Told(directory, FetchState(FetchStatus.RUNNING, 0, source.size))
    try:
        async with told:
            http = embedders.client_for(url.host or "")
            await fetch_model(http, source, directory, hub=str(url), progress=told.take)
    except ModelFetchError as error:
        _log.warning("model_fetch_failed", code=error.code, **error.params)
        params = {name: value for name, value in error.params.items() if isinstance(value, str | int)}
        await asyncio.to_thread(_write, directory, FetchState(FetchStatus.FAILED, 0, source.size, error.code, params))
        if error.retryable:
            raise
        return
    await asyncio.to_thread(_state_file(directory).unlink, missing_ok=True)
    async with embedders.platform.database.transaction(organization_id) as session:
        await defer_adoption(session, embedders.platform, organization_id, None)


class _Told:
    """Keeps the file up to date while a model comes in, twice a second."""

    def __init__(self, directory: Path, state: FetchState) -> None:
        self._directory = directory
        self._state = state
        self._writing: asyncio.Task[None] | None = None

    def take(self, progress: Progress) -> None:
        """The latest."""
        self._state = FetchState(FetchStatus.RUNNING, progress.done, progress.total)

    async def __aenter__(self) -> None:
        self._writing = asyncio.create_task(self._write_on())

    async def __aexit__(self, *_: object) -> None:
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)

    async def _write_on(self) -> None:
        while True:
            await asyncio.to_thread(_write, self._directory, self._state)
            await asyncio.sleep(_WRITE_SECONDS)


def _state_file(directory: Path) -> Path:
    return directory.with_name(f".{directory.name}.state")


def _look(embedders: Embedders, directory: Path) -> FetchState:
    source = embedders.source
    if source is None:
        try:
            open_directory(directory)
        except ModelDirectoryError as error:
            return FetchState(FetchStatus.FAILED, 0, None, error.code, dict(error.params))
        return FetchState(FetchStatus.READY)
    if is_fetched(directory, source):
        return FetchState(FetchStatus.READY, source.size or 0, source.size)
    place = _state_file(directory)
    try:
        kept = orjson.loads(place.read_bytes())
        state = FetchState(**{**kept, "status": FetchStatus(kept["status"])})
        silent = embedders.platform.clock.now().timestamp() - place.stat().st_mtime
    except (OSError, ValueError, TypeError, KeyError):
        return FetchState(FetchStatus.MISSING, 0, source.size)
    if state.status is FetchStatus.RUNNING and silent > _SILENT_SECONDS:
        # Whoever wrote it is gone. If its job is still to come back, it finds what has come; if not, one can ask again.
        return FetchState(FetchStatus.MISSING, 0, source.size)
    return state


def _write(directory: Path, state: FetchState) -> None:
    place = _state_file(directory)
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f"{place.name}.new")
    fresh.write_bytes(orjson.dumps(asdict(state)))
    fresh.replace(place)
