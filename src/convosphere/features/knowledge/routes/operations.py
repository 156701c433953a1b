"""`/knowledge/…/operations`: work on many documents at once, in the background."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.knowledge.actions.operations import begin
from convosphere.features.knowledge.schemas.operations import (
    FailurePage,
    FailureQuery,
    OperationIn,
    OperationOut,
    OperationPage,
    OperationQuery,
)
from convosphere.platform.problems import problems

router = APIRouter(prefix="/knowledge", tags=["Knowledge operations"], responses=problems(401, 403, 404, 422))


@router.post(
    "/bases/{base_id}/operations",
    operation_id="beginKnowledgeOperation",
    summary="Do something with many documents",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(409),
)
async def begin_operation(tx: InTransaction, base_id: UUID, body: OperationIn) -> OperationOut:
    """Move, tag, delete (which can be undone), read anew. For editors; `operation.changed` tells how far it is."""
    return await begin.begin_operation(tx.session, tx.platform, tx.actor, base_id, body)


@router.get("/operations", operation_id="listKnowledgeOperations", summary="Operations of a base")
async def list_operations(tx: InTransaction, query: Annotated[OperationQuery, Query()]) -> OperationPage:
    """The newest first. For editors."""
    return await begin.list_operations(tx.session, tx.actor, query)


@router.get("/operations/{operation_id}", operation_id="getKnowledgeOperation", summary="One operation")
async def get_operation(tx: InTransaction, operation_id: UUID) -> OperationOut:
    """How far it is."""
    return await begin.get_operation(tx.session, tx.actor, operation_id)


@router.get(
    "/operations/{operation_id}/failures", operation_id="listKnowledgeFailures", summary="What it failed for, and why"
)
async def list_failures(tx: InTransaction, operation_id: UUID, query: Annotated[FailureQuery, Query()]) -> FailurePage:
    """In their order."""
    return await begin.list_failures(tx.session, tx.actor, operation_id, query)


@router.post(
    "/operations/{operation_id}/cancel",
    operation_id="cancelKnowledgeOperation",
    summary="End an operation",
    responses=problems(409),
)
async def cancel_operation(tx: InTransaction, operation_id: UUID) -> OperationOut:
    """What is done stays done."""
    return await begin.cancel_operation(tx.session, tx.platform, tx.actor, operation_id)


@router.post(
    "/operations/{operation_id}/retry",
    operation_id="retryKnowledgeOperation",
    summary="Try again what failed",
    responses=problems(409),
)
async def retry_operation(tx: InTransaction, operation_id: UUID) -> OperationOut:
    """Only that, and what a cancelled operation had not come to."""
    return await begin.retry_operation(tx.session, tx.platform, tx.actor, operation_id)


@router.post(
    "/operations/{operation_id}/undo",
    operation_id="undoKnowledgeOperation",
    summary="Bring back what was deleted",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(409),
)
async def undo_operation(tx: InTransaction, operation_id: UUID) -> OperationOut:
    """As an operation of its own, which is answered."""
    return await begin.undo_operation(tx.session, tx.platform, tx.actor, operation_id)
