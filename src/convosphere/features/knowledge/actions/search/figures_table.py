"""The figures as tables for other programs: CSV (RFC 4180), page by page."""

from collections.abc import AsyncGenerator, Sequence
from typing import Final

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.search import figures
from convosphere.features.knowledge.repository.search import figures as repository
from convosphere.features.knowledge.repository.search.figures import Counted
from convosphere.features.knowledge.schemas.figures import (
    BaseFigure,
    DocumentFigure,
    DocumentProblem,
    DocumentProblemRow,
    FiguresDay,
    FiguresQuery,
    FiguresTable,
    QuestionFigure,
)
from convosphere.platform.context import Platform
from convosphere.platform.csv import csv_rows

_PAGE: Final = 1_000
_SHAPES: Final[dict[FiguresTable, type[BaseModel]]] = {
    "days": FiguresDay,
    "bases": BaseFigure,
    "documents": DocumentFigure,
    "questions": QuestionFigure,
    "never_used": DocumentFigure,
    "outdated": DocumentProblemRow,
    "broken": DocumentProblemRow,
    "poorly_read": DocumentProblemRow,
}


async def export_figures(
    platform: Platform, actor: Actor, table: FiguresTable, query: FiguresQuery
) -> AsyncGenerator[bytes, None]:
    """A table in pieces; each page is a transaction of its own.

    Raises:
        ForbiddenError, NotFoundError, BaseReadOnlyError, InvalidInputError: before the first piece; see `figures`.
    """
    async with platform.database.transaction(actor.organization_id) as session:
        counted = await figures.counted_for(session, platform.clock, actor, query)
    return _write(platform, actor, table, counted)


async def _write(
    platform: Platform, actor: Actor, table: FiguresTable, counted: Counted
) -> AsyncGenerator[bytes, None]:
    columns = list(_SHAPES[table].model_fields)
    yield csv_rows([columns], mark=True)
    last: BaseModel | None = None
    done = 0
    while True:
        async with platform.database.transaction(actor.organization_id) as session:
            page = await _page(session, actor.locale, table, counted, (last, done))
        if page:
            rows = [each.model_dump(mode="json") for each in page]
            yield csv_rows([[row[column] for column in columns] for row in rows])
            last, done = page[-1], done + len(page)
        if len(page) < _PAGE:
            return


async def _page(
    session: AsyncSession, locale: str, table: FiguresTable, counted: Counted, place: tuple[BaseModel | None, int]
) -> Sequence[BaseModel]:
    """The rows behind the last one of the page before, and how many there were."""
    last, done = place
    after = last.document_id if isinstance(last, DocumentFigure | DocumentProblemRow) else None
    if table in ("documents", "never_used"):
        rows = await repository.list_usage(session, counted, most=_PAGE, after=after, never=table == "never_used")
        return [figures.document_figure(row) for row in rows]
    if table in ("outdated", "broken", "poorly_read"):
        rows = await repository.list_problems(session, counted, table, most=_PAGE, paged=True, after=after)
        return [_flat(figures.problem_figure(row, table, locale)) for row in rows]
    if table == "questions":
        rows = await repository.list_questions(session, counted, most=_PAGE, skip=done)
        return [figures.question_figure(row) for row in rows]
    # Both are as many as there are days, or bases that somebody edits: one page.
    if done:
        return []
    if table == "bases":
        return [figures.base_figure(row) for row in await repository.count_bases(session, counted)]
    return [figures.day_figure(row) for row in await repository.count_days(session, counted)]


def _flat(found: DocumentProblem) -> DocumentProblemRow:
    """The sentences in columns of their own."""
    return DocumentProblemRow(
        document_id=found.document_id,
        name=found.name,
        base_id=found.base_id,
        because=found.because,
        title=found.problem.title,
        detail=found.problem.detail,
        at=found.at,
    )
