"""The queue's connections to its database: one round trip a question.

The queue asks often (what is to be done, who still lives: also while nobody does anything), and each of its questions
is one statement. Left as they come, its connections take four round trips for it: whether the connection lives, BEGIN,
the statement, COMMIT.
"""

import select
from typing import Any

from procrastinate import PsycopgConnector
from psycopg import AsyncConnection
from psycopg.abc import RV, PQGen
from psycopg_pool import AsyncConnectionPool

_LOOK_SECONDS = 10.0


def queue_connector(conninfo: str, *, most: int) -> PsycopgConnector:
    """The queue's door to its database, not open yet; `most`: connections at the same time."""
    return PsycopgConnector(
        conninfo=conninfo, min_size=1, max_size=most, pool_factory=_pool, configure=_each_statement_for_itself
    )


class CalmConnection(AsyncConnection[Any]):
    """Sleeps until the event loop tells that something came.

    The driver gets up ten times a second to look whether it was interrupted, which an event loop does not need; a
    connection that listens for new jobs does nothing else all day.
    """

    async def wait(
        self,
        gen: PQGen[RV],
        interval: float = _LOOK_SECONDS,
        timeout: float | None = None,  # noqa: ASYNC109 - the driver's own
    ) -> RV:
        """See `AsyncConnection.wait`; seconds."""
        return await super().wait(gen, interval=interval, timeout=timeout)


def _pool(**given: Any) -> AsyncConnectionPool:  # noqa: ANN401 - what the queue has for its pool
    return AsyncConnectionPool(**{**given, "check": check_if_it_speaks, "connection_class": CalmConnection})


async def _each_statement_for_itself(connection: AsyncConnection[Any]) -> None:
    await connection.set_autocommit(True)


async def check_if_it_speaks(connection: AsyncConnection[Any]) -> None:
    """Asks the server only when there is cause to.

    A connection that nobody uses has nothing to say. When there is something to be read, it is most likely its end.

    Raises:
        psycopg.OperationalError: the connection is gone.
    """
    # Not `select.select`: it knows no file numbers above 1,023, and each open socket has one.
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        await AsyncConnectionPool.check_connection(connection)
