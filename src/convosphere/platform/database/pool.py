"""Few connections, all of them in use: a new one costs as much as dozens of statements.

The server forks, learns the tables and their policies anew, and plans each statement several times before it keeps the
plan. In a burst most connections would be opened for one transaction of a few milliseconds.
"""

from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry
from sqlalchemy.util.queue import Empty

# So many are opened as they are wanted.
AT_ONCE = 4
# Then whoever wants another one waits so long for one to come back. Transactions are short; nobody notices.
PATIENCE_SECONDS = 0.02


class CalmPool(AsyncAdaptedQueuePool):
    """Waits a moment for a connection that comes back before it opens one more.

    Make it with `pool_use_lifo`, so that the connection used last, which knows most, is used next.
    """

    # SQLAlchemy names a pool's logger by its class: this one is to be as quiet as SQLAlchemy's own.
    __module__ = AsyncAdaptedQueuePool.__module__

    def _do_get(self) -> ConnectionPoolEntry:
        if self.checkedout() >= AT_ONCE:
            try:
                return self._pool.get(block=True, timeout=PATIENCE_SECONDS)
            except Empty:
                # All are held for longer: one more, if there may be one.
                pass
        return super()._do_get()
