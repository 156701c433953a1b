"""Notices that the client has gone, at once, and not only at the next word that cannot be delivered."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.types import Receive

T = TypeVar("T")


class HungUpError(Exception):
    """The client has closed the connection."""


async def until_hung_up(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """What the work returns. `receive` is that of a request whose body has been read.

    When the client hangs up, or the caller is cancelled, the work is cancelled and awaited to its end.

    Raises:
        HungUpError: the client has gone, and the work was cancelled.
    """
    working = asyncio.create_task(work)
    watching = asyncio.create_task(_wait_for_hang_up(receive))
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
    finally:
        working.cancel()
        watching.cancel()
        await asyncio.wait((working, watching))
    if working.cancelled():
        raise HungUpError
    return working.result()


async def _wait_for_hang_up(receive: Receive) -> None:
    message = await receive()
    while message["type"] != "http.disconnect":
        message = await receive()
