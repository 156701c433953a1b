"""Texts as vectors: asked for in batches, each admitted by the budgets and recorded."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import structlog

from convosphere.engines.llm import (
    CallRecord,
    CircuitOpenError,
    EmbeddingRequest,
    Embeddings,
    Gateway,
    ProviderError,
    Vector,
    estimate_tokens,
)
from convosphere.features.models.actions.budgets import budget_guard
from convosphere.features.models.actions.usage import store_calls
from convosphere.features.models.types import CallContext, ResolvedModel
from convosphere.platform.context import Platform

# What one call carries. Cohere takes 96 texts, others more; OpenAI takes 300,000 tokens, and ours are an estimate.
MOST_IN_A_CALL: Final = 96
MOST_TOKENS_IN_A_CALL: Final = 100_000

Inputs = Sequence[str] | Sequence[Sequence[int]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A vector for each input. `estimated`: the provider did not count all of the tokens."""

    vectors: Sequence[Vector]
    tokens: int
    estimated: bool


async def embed_texts(
    platform: Platform,
    gateway: Gateway,
    context: CallContext,
    model: ResolvedModel,
    inputs: Inputs,
    *,
    dimensions: int | None = None,
) -> Embedded:
    """The vectors of all inputs, batch by batch; every call is recorded, also where a later one fails.

    No transaction may be open. `context`: for whom and what for. `dimensions`: as the caller wants them, for models
    that can choose.

    Raises:
        ProviderError: the model did not answer.
        BudgetExceededError: a budget of the person, their groups, the key or the organisation does not allow it.
    """
    vectors: list[Vector] = []
    tokens, estimated = 0, False
    for batch in _batches(inputs):
        found = await _embed(platform, gateway, context, model, EmbeddingRequest(model.name, batch, dimensions))
        vectors.extend(found.vectors)
        tokens += found.usage.input_tokens
        estimated = estimated or found.usage.estimated
    return Embedded(vectors, tokens, estimated)


async def _embed(
    platform: Platform, gateway: Gateway, context: CallContext, model: ResolvedModel, request: EmbeddingRequest
) -> Embeddings:
    """One batch, tried as often as its errors allow."""
    guard = budget_guard(platform, context)
    reservation: UUID | None = None
    calls: list[CallRecord] = []
    now = asyncio.get_running_loop().time
    began = now()

    async def admit() -> None:
        nonlocal reservation
        reservation = None
        reservation = await guard.admit(model, request.estimated_tokens(), 0)

    def record(call: CallRecord) -> None:
        calls.append(call if reservation is None else replace(call, reservation=reservation))

    retry = 0
    try:
        while True:
            retry += 1
            try:
                return await gateway.embed(model.connection, request, on_end=record, admit=admit)
            except CircuitOpenError:
                raise
            except ProviderError as error:
                pause = gateway.retrying.pause_before(retry, error, now() - began)
                if pause is None:
                    _log.warning("embedding_failed", code=error.code, status=error.status, error=error.message)
                    raise
                _log.info("model_asked_again", model=model.name, code=error.code, retry=retry, pause=round(pause, 3))
            await asyncio.sleep(pause)
    finally:
        await store_calls(platform, context, model, calls)


def _batches(inputs: Inputs) -> Iterator[Inputs]:
    start, size = 0, 0
    for place, each in enumerate(inputs):
        tokens = estimate_tokens(each) if isinstance(each, str) else len(each)
        if place > start and (place - start == MOST_IN_A_CALL or size + tokens > MOST_TOKENS_IN_A_CALL):
            yield inputs[start:place]
            start, size = place, 0
        size += tokens
    yield inputs[start:]
