"""Knows whether the running task holds a transaction, so that none stays open across a network call."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

# How many transactions are open here. A task copies the variable when it begins, so the count is an object: a task that
# outlives the transaction it was begun in sees its end.
_count: ContextVar[list[int] | None] = ContextVar("open_transactions", default=None)


class TransactionOpenError(RuntimeError):
    """A network call was about to start inside a transaction; close the transaction first."""


def forbid_open_transaction() -> None:
    """Raises `TransactionOpenError` if the running task holds a transaction."""
    count = _count.get()
    if count is not None and count[0]:
        raise TransactionOpenError("a transaction is open: commit it before calling out")


@contextmanager
def counted() -> Iterator[None]:
    """Marks the running task as holding a transaction."""
    outer = _count.get()
    count = [1 + (outer[0] if outer is not None else 0)]
    token = _count.set(count)
    try:
        yield
    finally:
        count[0] = 0
        with suppress(ValueError):
            # FastAPI ends a dependency in another context than it began it in; there the mark ends with the context.
            _count.reset(token)
