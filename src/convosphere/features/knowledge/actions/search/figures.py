"""How knowledge is used and what it lacks: for the editors of bases."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.present import known_problem
from convosphere.features.knowledge.actions.rights import WRITE, get_base
from convosphere.features.knowledge.repository.search import figures as repository
from convosphere.features.knowledge.repository.search.figures import Counted
from convosphere.features.knowledge.schemas.figures import (
    BaseFigure,
    DocumentFigure,
    DocumentProblem,
    FiguresDay,
    FiguresOut,
    FiguresQuery,
    QuestionFigure,
)
from convosphere.features.knowledge.types import BaseRole
from convosphere.platform.clock import Clock
from convosphere.platform.errors import FieldProblem, InvalidInputError

_DAYS: Final = 30
_MOST_DAYS: Final = 731
_SHOWN: Final = 50


async def figures(session: AsyncSession, clock: Clock, actor: Actor, query: FiguresQuery) -> FiguresOut:
    """The figures of a base, or of all bases that the actor edits. Nine statements, however much there is.

    Raises:
        ForbiddenError: the actor may edit nothing at all.
        NotFoundError, BaseReadOnlyError: there is no such base for the actor to edit.
        InvalidInputError: the span ends before it begins, or is longer than two years.
    """
    counted = await counted_for(session, clock, actor, query)
    return FiguresOut(
        since=counted.since,
        until=counted.until,
        days=[day_figure(row) for row in await repository.count_days(session, counted)],
        bases=[base_figure(row) for row in await repository.count_bases(session, counted)],
        most_used=[
            document_figure(row) for row in await repository.list_usage(session, counted, most=_SHOWN, used=True)
        ],
        never_used=[
            document_figure(row) for row in await repository.list_usage(session, counted, most=_SHOWN, never=True)
        ],
        few_results=[
            question_figure(row) for row in await repository.list_questions(session, counted, via="search", most=_SHOWN)
        ],
        unanswered=[
            question_figure(row) for row in await repository.list_questions(session, counted, via="chat", most=_SHOWN)
        ],
        outdated=await _problems(session, counted, "outdated", actor.locale),
        broken=await _problems(session, counted, "broken", actor.locale),
        poorly_read=await _problems(session, counted, "poorly_read", actor.locale),
    )


async def counted_for(session: AsyncSession, clock: Clock, actor: Actor, query: FiguresQuery) -> Counted:
    """What a query counts.

    Raises:
        ForbiddenError, NotFoundError, BaseReadOnlyError, InvalidInputError: see `figures`.
    """
    actor.require(WRITE)
    if query.base_id is not None:
        await get_base(session, actor, query.base_id, need=BaseRole.EDITOR)
    now = clock.now()
    until = query.until or now.astimezone(UTC).date()
    # There is no day before the first one.
    since = query.since or date.fromordinal(max(1, until.toordinal() - _DAYS + 1))
    if since > until:
        raise InvalidInputError(problems=[FieldProblem("query.to", "span_backwards")])
    if (until - since).days > _MOST_DAYS:
        raise InvalidInputError(problems=[FieldProblem("query.from", "span_too_long", params={"limit": _MOST_DAYS})])
    old = datetime.combine(now.astimezone(UTC).date() - timedelta(days=query.old_days), time(), UTC)
    bases = await repository.edited_bases(session, actor, query.base_id)
    return Counted(bases, since, until, old, now)


async def _problems(session: AsyncSession, counted: Counted, kind: str, locale: str) -> list[DocumentProblem]:
    rows = await repository.list_problems(session, counted, kind, most=_SHOWN)
    return [problem_figure(row, kind, locale) for row in rows]


def problem_figure(row: Any, kind: str, locale: str) -> DocumentProblem:  # noqa: ANN401 - a row of `list_problems`
    """A document that wants looking after, and why, in the language `locale`."""
    # A failure has its own code; what is noted about a document that can be read is told apart by its beginning.
    code, params = (row[3], row[5]) if kind == "broken" else (f"document_{row[3]}", None)
    return DocumentProblem(
        document_id=row[0],
        name=row[1],
        base_id=row[2],
        because=row[3],
        problem=known_problem(code, params, locale),
        at=row[4],
    )


def day_figure(row: Any) -> FiguresDay:  # noqa: ANN401 - a row of `count_days`
    """A day."""
    return FiguresDay(
        day=row[0],
        searches=row[1],
        searches_few=row[2],
        searches_none=row[3],
        answers=row[4],
        answers_unanswered=row[5],
        cited=row[6],
        opened=row[7],
        downloaded=row[8],
    )


def base_figure(row: Any) -> BaseFigure:  # noqa: ANN401 - a row of `count_bases`
    """A base."""
    return BaseFigure(
        base_id=row[0],
        name=row[1],
        documents=row[2],
        chunks=row[3],
        bytes=row[4],
        failed=row[5],
        poorly_read=row[6],
        outdated=row[7],
        never_used=row[8],
        older_reader=row[10],
        older_analysis=row[11],
        health=None if row[2] == 0 else round(row[9] / row[2], 4),
    )


def document_figure(row: Any) -> DocumentFigure:  # noqa: ANN401 - a row of `list_usage`
    """A document's use."""
    return DocumentFigure(
        document_id=row[0], name=row[1], base_id=row[2], cited=row[3], opened=row[4], downloaded=row[5]
    )


def question_figure(row: Any) -> QuestionFigure:  # noqa: ANN401 - a row of `list_questions`
    """A question."""
    return QuestionFigure(question=row[0], via=row[1], times=row[2], documents=row[3], last_at=row[4])
