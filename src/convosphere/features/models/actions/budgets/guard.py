"""The guard before every call to a model: nothing goes out unnoted, or that the budgets do not leave room for."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from convosphere.features.models import repository
from convosphere.features.models.actions.budgets.notices import defer_notice
from convosphere.features.models.actions.budgets.noting import until_noted
from convosphere.features.models.actions.budgets.refusal import find_refusal
from convosphere.features.models.actions.budgets.settling import release
from convosphere.features.models.actions.usage.pricing import bounded, price_at_most
from convosphere.features.models.errors import BudgetExceededError
from convosphere.features.models.repository import Holder, NewReservation
from convosphere.features.models.types import BudgetNotice, CallContext, CallGuard, ResolvedModel
from convosphere.platform.context import Platform
from convosphere.platform.database import forbid_open_transaction
from convosphere.platform.errors import UnavailableError
from convosphere.platform.ids import new_id

# What a call may take beyond its patience for a first token before nobody expects its end any more.
LEASE = timedelta(hours=1)
# Between looking and reserving others may take or leave room: then it is tried again.
_MOST_TRIES = 10
# The database may be restarting.
_PAUSES_SECONDS = (0.2, 1.0, 5.0)

_log = structlog.get_logger(__name__)


def budget_guard(platform: Platform, context: CallContext) -> CallGuard:
    """The guard for calls of this person, or program, for this purpose."""
    return _BudgetGuard(platform, context)


async def note_call(platform: Platform, context: CallContext, wanted: NewReservation) -> UUID:
    """As `CallGuard.admit`, for calls that go to no model of a connection.

    Raises:
        BudgetExceededError, UnavailableError: see there.
    """
    forbid_open_transaction()
    return await _BudgetGuard(platform, context).note(wanted)


class _NoRoomError(Exception):
    """Some budget does not leave enough: what the others gave is taken back."""


class _BudgetGuard:
    """See `CallGuard`."""

    def __init__(self, platform: Platform, context: CallContext) -> None:
        self._platform = platform
        self._context = context
        self._holder = Holder(context.organization_id, context.person_id, context.api_key_id)

    async def admit(self, model: ResolvedModel, input_tokens: int, max_output_tokens: int | None) -> UUID | None:
        """See `CallGuard`.

        Raises:
            BudgetExceededError: see there.
            UnavailableError: the database does not answer.
        """
        if model.is_builtin:
            return None
        forbid_open_transaction()
        return await self.note(await self._wanted(model, input_tokens, max_output_tokens))

    async def note(self, wanted: NewReservation) -> UUID:
        """As `admit`, for what is known already."""
        unlimited: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        reserving = asyncio.create_task(self._patiently(wanted, unlimited))
        try:
            return await until_noted(wanted.id, reserving, unlimited)
        except asyncio.CancelledError:
            # Nobody will make the call.
            outcome = (await asyncio.gather(reserving, return_exceptions=True))[0]
            if outcome == wanted.id:
                await release(self._platform, self._context.organization_id, wanted.id)
            raise

    async def _wanted(self, model: ResolvedModel, input_tokens: int, max_output_tokens: int | None) -> NewReservation:
        if max_output_tokens is None:
            max_output_tokens = self._platform.settings.models.reserved_output_tokens
        taken, answer = bounded(input_tokens), bounded(max_output_tokens)
        patience = timedelta(seconds=model.connection.timeouts.first_token)
        return NewReservation(
            id=new_id(),
            expires_at=self._platform.clock.now() + patience + LEASE,
            assistant_id=self._context.assistant_id,
            purpose=self._context.purpose.value,
            conversation_id=self._context.conversation_id,
            message_id=self._context.message_id,
            connection_id=UUID(model.connection.id),
            provider=model.provider,
            model_name=model.name,
            input_tokens=taken,
            output_tokens=answer,
            money=await price_at_most(model, taken, answer),
        )

    async def _patiently(self, wanted: NewReservation, unlimited: asyncio.Future[None]) -> UUID:
        for pause in (*_PAUSES_SECONDS, None):
            try:
                return await self._admit(wanted, unlimited)
            except (OperationalError, InterfaceError, PoolTimeoutError) as error:
                if pause is None:
                    raise UnavailableError from error
                _log.warning("call_not_admitted_yet", error=str(error), again_in_seconds=pause)
                await asyncio.sleep(pause)
        raise UnavailableError

    async def _admit(self, wanted: NewReservation, unlimited: asyncio.Future[None]) -> UUID:
        for _ in range(_MOST_TRIES):
            try:
                return await self._reserve(wanted, unlimited)
            except _NoRoomError:
                refusal = await self._refusal(wanted.money, wanted.input_tokens + wanted.output_tokens)
                if refusal is not None:
                    raise refusal from None
            except IntegrityError:
                # A commit whose answer was lost, or a budget that was deleted in this moment.
                if await self._is_there(wanted.id):
                    return wanted.id
        raise UnavailableError

    async def _reserve(self, wanted: NewReservation, unlimited: asyncio.Future[None]) -> UUID:
        now = self._platform.clock.now()
        async with self._platform.database.transaction(self._context.organization_id) as session:
            reserved = await repository.reserve(session, self._holder, wanted, now)
            if reserved.taken < reserved.limiting:
                raise _NoRoomError
            if not reserved.limiting and not unlimited.done():
                # No first word waits for the disk where nothing was promised: the commit is on its way with the call.
                unlimited.set_result(None)
        return wanted.id

    async def _refusal(self, money: Decimal | None, tokens: int) -> BudgetExceededError | None:
        now = self._platform.clock.now()
        organization_id = self._context.organization_id
        async with self._platform.database.transaction(organization_id) as session:
            limits = await repository.limits_of(session, self._holder, now)
            refusal = find_refusal(limits, money, tokens, now)
            if refusal is None:
                return None
            spent_out = type(refusal.error) is BudgetExceededError
            if spent_out and await repository.mark_exhausted(session, refusal.limit, now):
                limit = refusal.limit
                key = repository.BalanceKey(limit.budget_id, limit.holder_id, limit.period_start)
                await defer_notice(session, self._platform, organization_id, key, BudgetNotice.EXHAUSTED)
        return refusal.error

    async def _is_there(self, reservation_id: UUID) -> bool:
        async with self._platform.database.transaction(self._context.organization_id) as session:
            return await repository.reservation_exists(session, reservation_id)
