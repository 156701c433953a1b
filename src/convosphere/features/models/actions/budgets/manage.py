"""Setting limits: for administrators."""

import asyncio
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.subjects import require_subject
from convosphere.features.accounts.types import Actor
from convosphere.features.models import repository
from convosphere.features.models.actions.budgets.present import present_balances, present_budgets
from convosphere.features.models.errors import BudgetExistsError
from convosphere.features.models.events import BudgetChanged, BudgetCreated, BudgetDeleted
from convosphere.features.models.schemas import (
    BudgetBalancePage,
    BudgetCreate,
    BudgetOut,
    BudgetPage,
    BudgetPatch,
)
from convosphere.features.models.tables import Budget
from convosphere.features.models.types import BudgetSubject
from convosphere.platform.clock import Clock
from convosphere.platform.errors import FieldProblem, InvalidInputError, NotFoundError
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id

MANAGE = "budgets.manage"
_CHANGEABLE = ("money", "tokens", "warn_percent", "unknown_price", "enabled")
# A change of these moves the moment at which people are told.
_TELLING = frozenset({"money", "tokens", "warn_percent"})
_FIELD = "body.subject_id"


async def list_budgets(
    session: AsyncSession, clock: Clock, actor: Actor, *, subject_id: UUID | None, limit: int, cursor: str | None
) -> BudgetPage:
    """A page of the organisation's budgets, with what is used of each."""
    actor.require(MANAGE)
    page = await repository.list_budgets(
        session, actor.organization_id, clock.now(), subject_id=subject_id, limit=limit, cursor=cursor
    )
    return BudgetPage(items=await present_budgets(session, page.items), next_cursor=page.next_cursor)


async def get_budget(session: AsyncSession, clock: Clock, actor: Actor, budget_id: UUID) -> BudgetOut:
    """One budget.

    Raises:
        BudgetNotFoundError: there is none, or it is another organisation's.
    """
    actor.require(MANAGE)
    row = await repository.show_budget(session, actor.organization_id, budget_id, clock.now())
    return (await present_budgets(session, [row]))[0]


async def list_balances(
    session: AsyncSession, clock: Clock, actor: Actor, budget_id: UUID, *, limit: int, cursor: str | None
) -> BudgetBalancePage:
    """What each holder has used of a budget in its present period, those who have used most first.

    Raises:
        BudgetNotFoundError: there is none, or it is another organisation's.
    """
    actor.require(MANAGE)
    budget = await repository.get_budget(session, actor.organization_id, budget_id)
    page = await repository.list_balances(session, budget, clock.now(), limit=limit, cursor=cursor)
    return BudgetBalancePage(items=await present_balances(session, budget, page.items), next_cursor=page.next_cursor)


async def create_budget(session: AsyncSession, clock: Clock, actor: Actor, wanted: BudgetCreate) -> BudgetOut:
    """Limits somebody from now on; what was spent before does not count.

    Raises:
        BudgetExistsError: the same people have a budget for this period.
        NotFoundError: there is no such subject.
        InvalidInputError: no limit at all; a limit for each member of one person or key; an unknown time zone.
    """
    actor.require(MANAGE)
    await _require_sense(session, wanted)
    subject_id = await _require_subject(session, actor, wanted)
    now = clock.now()
    budget = Budget(
        id=new_id(),
        organization_id=actor.organization_id,
        subject_kind=wanted.subject_kind,
        subject_id=subject_id,
        each_member=wanted.each_member,
        period=wanted.period,
        time_zone=wanted.time_zone,
        money=wanted.money,
        tokens=wanted.tokens,
        warn_percent=wanted.warn_percent,
        unknown_price=wanted.unknown_price,
        enabled=wanted.enabled,
        created_at=now,
        updated_at=now,
    )
    try:
        await repository.add_budget(session, budget)
    except IntegrityError as error:
        raise BudgetExistsError(field=_FIELD) from error
    shown = (await present_budgets(session, [await repository.show_budget(session, *_at(budget), now)]))[0]
    publish(session, BudgetCreated(**_stated(actor, budget), limits=_limits(shown)))
    return shown


async def change_budget(
    session: AsyncSession, clock: Clock, actor: Actor, budget_id: UUID, patch: BudgetPatch
) -> BudgetOut:
    """Changes what was sent. Calls that run are settled against what the budget is then.

    Raises:
        BudgetNotFoundError: there is none, or it is another organisation's.
        InvalidInputError: no limit would be left.
    """
    actor.require(MANAGE)
    budget = await repository.get_budget(session, actor.organization_id, budget_id, lock=True)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name in _CHANGEABLE:
        value = getattr(patch, name)
        # Null takes a limit away; of the others it says nothing.
        if name not in patch.model_fields_set or (value is None and name not in {"money", "tokens"}):
            continue
        if value != getattr(budget, name):
            before[name], after[name] = _plain(getattr(budget, name)), _plain(value)
            setattr(budget, name, value)
    if budget.money is None and budget.tokens is None:
        raise InvalidInputError(problems=[FieldProblem("body.money", "budget_without_limit")])
    if after:
        budget.updated_at = clock.now()
        await session.flush()
        if _TELLING & after.keys():
            await repository.tell_anew(session, budget)
    shown = (await present_budgets(session, [await repository.show_budget(session, *_at(budget), clock.now())]))[0]
    if after:
        limited = {"subject": shown.subject.model_dump(mode="json"), "period": shown.period.value}
        publish(session, BudgetChanged(**_stated(actor, budget), limited=limited, before=before, after=after))
    return shown


async def delete_budget(session: AsyncSession, clock: Clock, actor: Actor, budget_id: UUID) -> None:
    """Limits nobody any more, at once; calls that run are recorded as ever.

    Raises:
        BudgetNotFoundError: there is none, or it is another organisation's.
    """
    actor.require(MANAGE)
    budget = await repository.get_budget(session, actor.organization_id, budget_id, lock=True)
    shown = (await present_budgets(session, [await repository.show_budget(session, *_at(budget), clock.now())]))[0]
    await repository.delete_budget(session, budget)
    publish(session, BudgetDeleted(**_stated(actor, budget), limits=_limits(shown)))


async def forget_subject(session: AsyncSession, organization_id: UUID, subject_id: UUID) -> None:
    """Removes the budgets of a group that is gone."""
    await repository.delete_budgets_of(session, organization_id, subject_id)


async def _require_sense(session: AsyncSession, wanted: BudgetCreate) -> None:
    problems: list[FieldProblem] = []
    if wanted.money is None and wanted.tokens is None:
        problems.append(FieldProblem("body.money", "budget_without_limit"))
    if wanted.each_member and wanted.subject_kind in {BudgetSubject.PERSON, BudgetSubject.API_KEY}:
        problems.append(FieldProblem("body.each_member", "budget_each_of_one"))
    try:
        # The first use of a zone reads a file.
        await asyncio.to_thread(ZoneInfo, wanted.time_zone)
        known = await repository.knows_time_zone(session, wanted.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = False
    if not known:
        problems.append(FieldProblem("body.time_zone", "time_zone_unknown"))
    if problems:
        raise InvalidInputError(problems=problems)


async def _require_subject(session: AsyncSession, actor: Actor, wanted: BudgetCreate) -> UUID:
    """The id of whoever is to be limited."""
    match wanted.subject_kind:
        case BudgetSubject.ORGANIZATION:
            if wanted.subject_id not in {None, actor.organization_id}:
                raise NotFoundError(field=_FIELD)
            return actor.organization_id
        case _ if wanted.subject_id is None:
            raise InvalidInputError(problems=[FieldProblem(_FIELD, "missing")])
        case BudgetSubject.API_KEY:
            if await repository.find_api_key(session, actor.organization_id, wanted.subject_id) is None:
                raise NotFoundError(field=_FIELD)
        case BudgetSubject.GROUP:
            await require_subject(session, actor, "group", wanted.subject_id, field=_FIELD)
        case BudgetSubject.PERSON:
            await require_subject(session, actor, "person", wanted.subject_id, field=_FIELD)
    return wanted.subject_id


def _at(budget: Budget) -> tuple[UUID, UUID]:
    return budget.organization_id, budget.id


def _stated(actor: Actor, budget: Budget) -> dict[str, Any]:
    return {
        "organization_id": actor.organization_id,
        "actor_id": actor.person_id,
        "subject_id": str(budget.id),
        "address": actor.address,
    }


def _limits(shown: BudgetOut) -> dict[str, Any]:
    return shown.model_dump(mode="json", exclude={"id", "current", "created_at", "updated_at"})


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int) else str(value)
