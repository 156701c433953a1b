"""Passages put in order by a server that a setting names: noted and reserved before, recorded after, like any call."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

from convosphere.engines.llm import (
    AuthError,
    CallRecord,
    Outcome,
    ProtocolError,
    ProviderError,
    ProviderTimeoutError,
    RateLimitError,
    UnavailableError,
    Usage,
)
from convosphere.features.models.actions.budgets import LEASE, note_call
from convosphere.features.models.actions.usage.pricing import bounded, set_price, stored_price
from convosphere.features.models.actions.usage.storing import store_priced
from convosphere.features.models.repository import NewReservation
from convosphere.features.models.rules import set_cost
from convosphere.features.models.types import CallContext, ModelPrice
from convosphere.platform.context import Platform
from convosphere.platform.errors import ProblemError
from convosphere.platform.http import FetchError, FetchTimeoutError
from convosphere.platform.ids import new_id

# In place of a connection's id: it has none.
_NO_CONNECTION: Final = UUID(int=0)
_PROVIDER: Final = "rerank"
_OF_STATUS: Final = {401: AuthError, 403: AuthError, 429: RateLimitError}

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Reranking:
    """What a reranker is asked: its name, what it costs (None: nobody knows), and our estimate of the tokens."""

    model: str
    price: ModelPrice | None
    tokens: int


async def ask_reranker(
    platform: Platform,
    context: CallContext,
    asked: Reranking,
    ask: Callable[[], Awaitable[tuple[Answer, int | None]]],
) -> Answer:
    """What `ask` gives beside the tokens that the server counted; recorded, whatever becomes of it.

    No transaction may be open.

    Raises:
        BudgetExceededError: a budget of the person, their groups, the key or the organisation does not allow it.
        ProblemError: from `ask`.
    """
    reservation = await note_call(platform, context, _wanted(platform, context, asked))
    at, began = platform.clock.now(), time.monotonic()
    outcome, error, counted = Outcome.STOPPED, None, None
    try:
        answer, counted = await ask()
        outcome = Outcome.COMPLETED
    except ProblemError as caught:
        outcome, error = Outcome.FAILED, _told(caught)
        raise
    finally:
        call = CallRecord(
            connection_id=str(_NO_CONNECTION),
            provider=_PROVIDER,
            base_url=None,
            model=asked.model,
            started_at=at,
            outcome=outcome,
            finish_reason=None,
            usage=Usage(asked.tokens if counted is None else counted, 0, estimated=counted is None),
            time_to_first_token=None,
            duration=time.monotonic() - began,
            error=error,
            reservation=reservation,
        )
        await store_priced(platform, context, [(call, set_price(asked.price, call))])
    return answer


def _wanted(platform: Platform, context: CallContext, asked: Reranking) -> NewReservation:
    tokens = bounded(asked.tokens)
    price = None if asked.price is None else set_cost(asked.price, Usage(tokens))
    return NewReservation(
        id=new_id(),
        expires_at=platform.clock.now() + LEASE,
        assistant_id=context.assistant_id,
        purpose=context.purpose.value,
        conversation_id=context.conversation_id,
        message_id=context.message_id,
        connection_id=_NO_CONNECTION,
        provider=_PROVIDER,
        model_name=asked.model,
        input_tokens=tokens,
        output_tokens=0,
        money=None if price is None else stored_price(price),
    )


def _told(error: ProblemError) -> ProviderError:
    """As a call's record knows errors: who answered with a status worked on nothing and charges nothing."""
    status = error.params.get("status")
    if isinstance(status, int):
        return _OF_STATUS.get(status, UnavailableError)(error.code, status=status)
    if isinstance(error, FetchTimeoutError):
        return ProviderTimeoutError(error.code, phase="first_token")
    return UnavailableError(error.code) if isinstance(error, FetchError) else ProtocolError(error.code)
