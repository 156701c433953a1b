"""What a piece of work asks the database: budgets of statements are held by counting them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from convosphere.platform.context import Platform


@contextmanager
def counted(platform: Platform) -> Iterator[list[str]]:
    """Grows by every statement that SQLAlchemy sends, on one line each.

    What the job queue sends goes through the same connections unseen.
    """
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:  # noqa: ARG001 - SQLAlchemy's form
        sent.append(" ".join(statement.split()))

    engine = platform.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
