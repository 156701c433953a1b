"""Rows that are only read: tuples with a table's names, at a third of what the mapped objects cost."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement

from convosphere.platform.database.base import Base

Table = TypeVar("Table", bound=Base)


class Plain(Generic[Table]):
    """A table's columns for the select, and its rows as read-only values that have the table's attributes.

    Lists of many rows read this way: nothing is tracked, nothing is loaded later, and nothing can be written back.
    """

    def __init__(self, table: type[Table], *, without: Sequence[str] = ()) -> None:
        """`without`: columns that no reader of these rows asks for."""
        self.columns: tuple[ColumnElement[Any], ...] = tuple(
            column for column in table.__table__.c if column.name not in without
        )
        names = [column.name for column in self.columns]
        # Made by the function and not by the class statement: the names are known at run time only.
        make_type: Callable[[str, Sequence[str]], Any] = namedtuple  # noqa: PYI024 - see above
        row = make_type(f"{table.__name__}Row", names)
        self._make: Callable[[Sequence[Any]], Any] = row._make

    def read(self, rows: Iterable[Sequence[Any]]) -> list[Table]:
        """Rows of a statement that selected exactly `columns`. To a reader they are what the table's objects are."""
        return cast("list[Table]", [self._make(row) for row in rows])

    def one(self, row: Sequence[Any]) -> Table:
        """The same of one row: of a statement that selected more, the part that is `columns`."""
        return cast("Table", self._make(row))
