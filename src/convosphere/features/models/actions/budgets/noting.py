"""Notes of calls on their way to the disk: a call that nothing limits does not wait for that, its end does."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import structlog

# Of this process. A note that is there, or that nobody could store, is forgotten here.
_under_way: Final[dict[UUID, asyncio.Task[UUID]]] = {}

_log = structlog.get_logger(__name__)


async def until_noted(reservation_id: UUID, writing: asyncio.Task[UUID], settled: asyncio.Future[None]) -> UUID:
    """The id, as soon as the note is stored, or `settled` says that nothing limits the call: then the rest of the work
    goes on by itself, tried again while the database is away.

    Raises:
        BudgetExceededError, UnavailableError: from the work, as long as somebody waits for it.
    """
    _under_way[reservation_id] = writing
    writing.add_done_callback(lambda _: _under_way.pop(reservation_id, None))
    either: set[asyncio.Future[Any]] = {writing, settled}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    if writing.done():
        return writing.result()
    writing.add_done_callback(_tell)
    return reservation_id


async def all_noted(reservation_ids: Iterable[UUID]) -> None:
    """Waits until nothing is on its way any more that was noted under these ids."""
    writing = [task for each in reservation_ids if (task := _under_way.get(each)) is not None]
    if writing:
        await asyncio.wait(writing)


def _tell(writing: asyncio.Task[UUID]) -> None:
    if writing.cancelled():
        return
    error = writing.exception()
    if error is not None:
        # Its end is recorded all the same; only if this process is killed before that, nobody knows of the call.
        _log.warning("call_not_noted", exc_info=error)
