"""REST: the test bench, for editors."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.knowledge.access import SearchDeskDep
from convosphere.features.knowledge.actions.search import question_sets
from convosphere.features.knowledge.actions.search.bench import try_question
from convosphere.features.knowledge.schemas.bench import (
    BenchIn,
    BenchOut,
    BenchRunDetail,
    BenchRunOut,
    BenchRunPage,
    BenchRunQuery,
    BenchSettings,
    QuestionSetIn,
    QuestionSetList,
    QuestionSetOut,
)
from convosphere.platform.problems import problems

router = APIRouter(prefix="/knowledge", tags=["Knowledge search"], responses=problems(401, 403, 404, 422))


@router.post("/bench", operation_id="tryKnowledgeQuestion", summary="Try a question", responses=problems(503))
async def try_one(desk: SearchDeskDep, actor: CurrentActor, body: BenchIn) -> BenchOut:
    """What each leg finds, before and after fusion and reranker, with settings that hold for this request alone."""
    return await try_question(desk, actor, body)


@router.get("/bases/{base_id}/question-sets", operation_id="listQuestionSets", summary="Sets of questions")
async def list_sets(tx: InTransaction, base_id: UUID) -> QuestionSetList:
    """Each with its newest run."""
    return await question_sets.list_sets(tx.session, tx.actor, base_id)


@router.post(
    "/bases/{base_id}/question-sets",
    operation_id="createQuestionSet",
    summary="Make a set of questions",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def create_set(tx: InTransaction, base_id: UUID, body: QuestionSetIn) -> QuestionSetOut:
    """Questions with the documents, and if wanted the words, that should be found."""
    return await question_sets.create_set(tx.session, tx.platform.clock, tx.actor, base_id, body)


@router.put("/question-sets/{set_id}", operation_id="changeQuestionSet", summary="Change a set of questions")
async def change_set(tx: InTransaction, set_id: UUID, body: QuestionSetIn) -> QuestionSetOut:
    """Its name and all its questions. Earlier runs stay as they are."""
    return await question_sets.change_set(tx.session, tx.platform.clock, tx.actor, set_id, body)


@router.delete(
    "/question-sets/{set_id}",
    operation_id="deleteQuestionSet",
    summary="Delete a set of questions",
    status_code=status.HTTP_204_NO_CONTENT,
)
async def delete_set(tx: InTransaction, set_id: UUID) -> None:
    """With all its runs."""
    await question_sets.delete_set(tx.session, tx.actor, set_id)


@router.post(
    "/question-sets/{set_id}/runs",
    operation_id="startBenchRun",
    summary="Put a set to the search",
    status_code=status.HTTP_202_ACCEPTED,
)
async def start_run(tx: InTransaction, set_id: UUID, body: BenchSettings) -> BenchRunOut:
    """In the background; what was done is stored question by question."""
    return await question_sets.start_run(tx.session, tx.platform, tx.actor, set_id, body)


@router.get("/question-sets/{set_id}/runs", operation_id="listBenchRuns", summary="Figures over time")
async def list_runs(tx: InTransaction, set_id: UUID, query: Annotated[BenchRunQuery, Query()]) -> BenchRunPage:
    """The newest run first."""
    return await question_sets.list_runs(tx.session, tx.actor, set_id, query)


@router.get("/bench-runs/{run_id}", operation_id="getBenchRun", summary="One run")
async def get_run(tx: InTransaction, run_id: UUID) -> BenchRunDetail:
    """With each of its questions."""
    return await question_sets.get_run(tx.session, tx.actor, run_id)
