"""Knows whether the running task holds a transaction, so that none stays open across a network call."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_depth: ContextVar[int] = ContextVar("open_transactions", default=0)


class TransactionOpenError(RuntimeError):
    """A network call was about to start inside a transaction; close the transaction first."""


def forbid_open_transaction() -> None:
    """Raises `TransactionOpenError` if the running task holds a transaction."""
    if _depth.get():
        raise TransactionOpenError("a transaction is open: commit it before calling out")


@contextmanager
def counted() -> Iterator[None]:
    """Marks the running task as holding a transaction."""
    _depth.set(_depth.get() + 1)
    try:
        yield
    finally:
        _depth.set(_depth.get() - 1)
