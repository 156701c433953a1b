"""`/budgets`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from convosphere.features.accounts.access import InTransaction
from convosphere.features.accounts.schemas.texts import PageQuery
from convosphere.features.models import actions
from convosphere.features.models.schemas import (
    BudgetBalancePage,
    BudgetCreate,
    BudgetOut,
    BudgetPage,
    BudgetPatch,
    BudgetsQuery,
    OwnLimits,
)
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/budgets", tags=["budgets"], responses=problems(401, 403, 422))


@router.get("", operation_id="listBudgets", summary="List the budgets")
async def list_budgets(tx: InTransaction, platform: PlatformDep, query: Annotated[BudgetsQuery, Query()]) -> BudgetPage:
    """For administrators: the oldest first, with what is used of each in its present period."""
    return await actions.list_budgets(
        tx.session, platform.clock, tx.actor, subject_id=query.subject_id, limit=query.limit, cursor=query.cursor
    )


@router.post("", status_code=201, operation_id="createBudget", summary="Set a budget", responses=problems(404, 409))
async def create_budget(tx: InTransaction, platform: PlatformDep, wanted: BudgetCreate) -> BudgetOut:
    """Holds from the next call on. Calls are refused that may take more than is left of it."""
    return await actions.create_budget(tx.session, platform.clock, tx.actor, wanted)


@router.get("/mine", operation_id="listOwnLimits", summary="What limits me now")
async def list_own_limits(tx: InTransaction, platform: PlatformDep) -> OwnLimits:
    """Every budget that limits whoever asks, or their API key, and what is left of it."""
    return await actions.list_own_limits(tx.session, platform.clock, tx.actor)


@router.get("/{budget_id}", operation_id="getBudget", summary="Read a budget", responses=problems(404))
async def get_budget(tx: InTransaction, platform: PlatformDep, budget_id: UUID) -> BudgetOut:
    """For administrators."""
    return await actions.get_budget(tx.session, platform.clock, tx.actor, budget_id)


@router.patch("/{budget_id}", operation_id="changeBudget", summary="Change a budget", responses=problems(404))
async def change_budget(tx: InTransaction, platform: PlatformDep, budget_id: UUID, patch: BudgetPatch) -> BudgetOut:
    """What is left out stays. Whom it limits and for how long is fixed: that would be another budget."""
    return await actions.change_budget(tx.session, platform.clock, tx.actor, budget_id, patch)


@router.delete(
    "/{budget_id}", status_code=204, operation_id="deleteBudget", summary="Remove a budget", responses=problems(404)
)
async def delete_budget(tx: InTransaction, platform: PlatformDep, budget_id: UUID) -> None:
    """Limits nobody any more; what was spent stays in the usage."""
    await actions.delete_budget(tx.session, platform.clock, tx.actor, budget_id)


@router.get(
    "/{budget_id}/balances",
    operation_id="listBudgetBalances",
    summary="Who has used how much of a budget",
    responses=problems(404),
)
async def list_balances(
    tx: InTransaction, platform: PlatformDep, budget_id: UUID, page: Annotated[PageQuery, Query()]
) -> BudgetBalancePage:
    """Of its present period; where each member has a limit, a row for everyone who has used any."""
    return await actions.list_balances(
        tx.session, platform.clock, tx.actor, budget_id, limit=page.limit, cursor=page.cursor
    )
