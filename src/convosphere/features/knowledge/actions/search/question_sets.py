"""Questions with what should be found for them, put to the search in the background: figures over time."""

from typing import Any, Final, cast
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.acting import find_acting
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.actions.search.bench import wanted_with
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.retrieve import retrieve
from convosphere.features.knowledge.errors.search import TooManyQuestionSetsError
from convosphere.features.knowledge.repository.search import bench as repository
from convosphere.features.knowledge.rules.bench import AT, Expected, Figures, mean, rate
from convosphere.features.knowledge.schemas.bench import (
    BenchRunDetail,
    BenchRunOut,
    BenchRunPage,
    BenchRunQuery,
    BenchSettings,
    QuestionSetIn,
    QuestionSetList,
    QuestionSetOut,
    RunQuestion,
    SetQuestion,
)
from convosphere.features.knowledge.tables.search import BenchRun, QuestionSet
from convosphere.features.knowledge.types import BaseRole
from convosphere.features.knowledge.types.permissions import PERMISSIONS
from convosphere.platform.clock import Clock
from convosphere.platform.context import Platform
from convosphere.platform.errors import ForbiddenError, NotFoundError, ProblemError
from convosphere.platform.ids import new_id

BENCH_JOB: Final = "knowledge.bench"
MOST_SETS: Final = 50

_log = structlog.get_logger(__name__)


async def list_sets(session: AsyncSession, actor: Actor, base_id: UUID) -> QuestionSetList:
    """The sets of a base, for its editors.

    Raises:
        NotFoundError, BaseReadOnlyError: there is no such base for the actor to edit.
    """
    await get_base(session, actor, base_id, need=BaseRole.EDITOR)
    return QuestionSetList(items=[_show(row, run) for row, run in await repository.list_sets(session, base_id)])


async def create_set(
    session: AsyncSession, clock: Clock, actor: Actor, base_id: UUID, wanted: QuestionSetIn
) -> QuestionSetOut:
    """A new set.

    Raises:
        NotFoundError, BaseReadOnlyError: there is no such base for the actor to edit.
        TooManyQuestionSetsError: the base has `MOST_SETS` already.
    """
    await get_base(session, actor, base_id, need=BaseRole.EDITOR)
    if await repository.count_sets(session, base_id) >= MOST_SETS:
        raise TooManyQuestionSetsError(limit=MOST_SETS)
    now = clock.now()
    row = QuestionSet(
        id=new_id(),
        organization_id=actor.organization_id,
        base_id=base_id,
        name=wanted.name,
        questions=_stored(wanted),
        created_by=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    await session.flush()
    return _show(row, None)


async def change_set(
    session: AsyncSession, clock: Clock, actor: Actor, set_id: UUID, wanted: QuestionSetIn
) -> QuestionSetOut:
    """Another name, other questions; earlier runs keep what they found.

    Raises:
        NotFoundError, BaseReadOnlyError: there is no such set for the actor to edit.
    """
    row = await _set(session, actor, set_id, lock=True)
    row.name, row.questions, row.updated_at = wanted.name, _stored(wanted), clock.now()
    await session.flush()
    return _show(row, await repository.newest_run(session, set_id))


async def delete_set(session: AsyncSession, actor: Actor, set_id: UUID) -> None:
    """With its runs.

    Raises:
        NotFoundError, BaseReadOnlyError: there is no such set for the actor to edit.
    """
    await session.delete(await _set(session, actor, set_id, lock=True))


async def start_run(
    session: AsyncSession, platform: Platform, actor: Actor, set_id: UUID, settings: BenchSettings
) -> BenchRunOut:
    """Puts all questions of a set to the search, in the background and with the rights of whoever started it.

    Raises:
        NotFoundError, BaseReadOnlyError: there is no such set for the actor to edit.
    """
    row = await _set(session, actor, set_id)
    run = BenchRun(
        id=new_id(),
        organization_id=actor.organization_id,
        set_id=set_id,
        settings=settings.model_dump(mode="json"),
        status="waiting",
        total=len(row.questions),
        done=0,
        results=[],
        created_by=actor.person_id,
        created_at=platform.clock.now(),
    )
    session.add(run)
    await session.flush()
    await platform.jobs.defer(session, BENCH_JOB, organization_id=str(actor.organization_id), run_id=str(run.id))
    return _show_run(run)


async def list_runs(session: AsyncSession, actor: Actor, set_id: UUID, query: BenchRunQuery) -> BenchRunPage:
    """Runs of a set, the newest first.

    Raises:
        NotFoundError, BaseReadOnlyError: there is no such set for the actor to edit.
    """
    await _set(session, actor, set_id)
    page = await repository.list_runs(session, set_id, limit=query.limit, cursor=query.cursor)
    return BenchRunPage(items=[_show_run(run) for run in page.items], next_cursor=page.next_cursor)


async def get_run(session: AsyncSession, actor: Actor, run_id: UUID) -> BenchRunDetail:
    """A run with each of its questions.

    Raises:
        NotFoundError, BaseReadOnlyError: there is no such run for the actor.
    """
    run = await repository.find_run(session, run_id)
    if run is None:
        raise NotFoundError(field="path.run_id")
    await _set(session, actor, run.set_id)
    questions = [RunQuestion.model_validate(each) for each in run.results]
    return BenchRunDetail(**_show_run(run).model_dump(), questions=questions)


async def run_bench(desk: SearchDesk, organization_id: UUID, run_id: UUID) -> None:
    """Does a run, question by question; begun anew it goes on behind the last one that is stored."""
    database = desk.platform.database
    while True:
        async with database.transaction(organization_id) as session:
            run = await repository.find_run(session, run_id, lock=True)
            if run is None or run.status in {"done", "failed"}:
                return
            row = await repository.get_set(session, run.set_id)
            actor = None
            if run.created_by is not None:
                actor = await find_acting(session, desk.platform.clock, run.created_by, PERMISSIONS)
            if actor is None or not await _edits(session, actor, row.base_id):
                # Nothing would be found, which says nothing of the search.
                _end(run, desk.platform.clock, "forbidden")
                return
            if run.done >= len(row.questions):
                _end(run, desk.platform.clock, None)
                return
            run.status = "running"
            place, base_id = run.done, row.base_id
            question = SetQuestion.model_validate(row.questions[place])
            settings = BenchSettings.model_validate(run.settings)
        try:
            result = await _try(desk, actor, base_id, question, settings)
        except ProblemError as error:
            _log.warning("bench_failed", run_id=str(run_id), code=error.code)
            await _fail(desk, organization_id, run_id, error.code)
            return
        async with database.transaction(organization_id) as session:
            run = await repository.find_run(session, run_id, lock=True)
            if run is None:
                return
            if run.done == place:
                run.results = [*run.results, result]
                run.done = place + 1


async def _edits(session: AsyncSession, actor: Actor, base_id: UUID) -> bool:
    try:
        await get_base(session, actor, base_id, need=BaseRole.EDITOR)
    except (NotFoundError, ForbiddenError):
        return False
    return True


async def give_up_bench(desk: SearchDesk, organization_id: UUID, run_id: UUID) -> None:
    """It failed for good: what was done stays."""
    await _fail(desk, organization_id, run_id, "internal_error")


async def _fail(desk: SearchDesk, organization_id: UUID, run_id: UUID, code: str) -> None:
    async with desk.platform.database.transaction(organization_id) as session:
        run = await repository.find_run(session, run_id, lock=True)
        if run is not None and run.status not in {"done", "failed"}:
            _end(run, desk.platform.clock, code)


async def _try(
    desk: SearchDesk, actor: Actor, base_id: UUID, asked: SetQuestion, settings: BenchSettings
) -> dict[str, Any]:
    found = await retrieve(desk, actor, wanted_with(asked.question, settings, frozenset({base_id})))
    expected = [Expected(each.document_id, each.contains) for each in asked.expected]
    passages = [(each.chunk.document_id, each.chunk.parent_text or each.chunk.text) for each in found.items[:AT]]
    figures = rate(expected, passages)
    return {
        "question": asked.question,
        "recall": figures.recall,
        "ndcg": figures.ndcg,
        "mrr": figures.mrr,
        "found": [
            {
                "document_id": str(each.chunk.document_id),
                "chunk_id": str(each.chunk.chunk_id),
                "expected": any(wanted.is_met_by(*passage) for wanted in expected),
            }
            for each, passage in zip(found.items, passages, strict=False)
        ],
    }


def _end(run: BenchRun, clock: Clock, problem_code: str | None) -> None:
    run.status = "done" if problem_code is None else "failed"
    run.problem_code = problem_code
    run.finished_at = clock.now()
    if problem_code is None:
        whole = mean([Figures(each["recall"], each["ndcg"], each["mrr"]) for each in run.results])
        if whole is not None:
            run.recall, run.ndcg, run.mrr = whole.recall, whole.ndcg, whole.mrr


async def _set(session: AsyncSession, actor: Actor, set_id: UUID, *, lock: bool = False) -> QuestionSet:
    row = await repository.get_set(session, set_id, lock=lock)
    await get_base(session, actor, row.base_id, need=BaseRole.EDITOR)
    return row


def _stored(wanted: QuestionSetIn) -> list[Any]:
    return [each.model_dump(mode="json") for each in wanted.questions]


def _show(row: QuestionSet, run: BenchRun | None) -> QuestionSetOut:
    return QuestionSetOut(
        id=row.id,
        base_id=row.base_id,
        name=row.name,
        questions=[SetQuestion.model_validate(each) for each in row.questions],
        latest=None if run is None else _show_run(run),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _show_run(run: BenchRun) -> BenchRunOut:
    return BenchRunOut(
        id=run.id,
        set_id=run.set_id,
        settings=BenchSettings.model_validate(run.settings),
        status=cast("Any", run.status),
        total=run.total,
        done=run.done,
        recall=run.recall,
        ndcg=run.ndcg,
        mrr=run.mrr,
        problem_code=run.problem_code,
        created_at=run.created_at,
        finished_at=run.finished_at,
    )
