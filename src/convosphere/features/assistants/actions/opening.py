"""Finds who answers: tries the models of a task's chain, some more than once, until one begins."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

import structlog

from convosphere.engines.llm import (
    CallRecord,
    ChatRequest,
    CircuitOpenError,
    ContentFilterError,
    ContextTooLongError,
    Event,
    Gateway,
    ProviderError,
)
from convosphere.features.assistants import rules
from convosphere.features.assistants.actions.request import request_for
from convosphere.features.assistants.actions.window import Fitted
from convosphere.features.assistants.types import Task
from convosphere.features.models.errors import BudgetExceededError
from convosphere.features.models.types import CallGuard, ResolvedModel
from convosphere.platform.errors import ProblemError

# What the asker wants besides, in the words of a model's provider. Raises a `ProblemError` if that has no word for it.
Wishes = Callable[[ResolvedModel], Mapping[str, object]]

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Opened:
    """A model that has begun to answer: its first event, and where the others come from, which is to be closed.

    `because`: the code of what kept the wanted model from answering; None: it is the wanted one.
    `left_out`: how many messages at the beginning of the history did not fit; `passages`: how many it was shown.
    """

    model: ResolvedModel
    because: str | None
    first: Event
    rest: AsyncGenerator[Event, None]
    left_out: int
    passages: int


class Calls:
    """The calls of one answer: each is admitted before it is made and recorded at its end, one after the other."""

    def __init__(self, guard: CallGuard | None, on_call: Callable[[CallRecord], None] | None) -> None:
        self.records: list[CallRecord] = []
        self._guard = guard
        self._on_call = on_call
        self._reservation: UUID | None = None

    async def admit(self, model: ResolvedModel, tokens: int, most: int | None) -> None:
        """To be awaited right before each call, with nothing to wait for in between; it takes so many tokens in, and at
        most so many out.

        Raises:
            BudgetExceededError: the guard does not let it happen.
        """
        self._reservation = None
        if self._guard is not None:
            self._reservation = await self._guard.admit(model, tokens, most)

    def record(self, call: CallRecord) -> None:
        """Takes the record of the call that was admitted last."""
        if self._reservation is not None:
            call = replace(call, reservation=self._reservation)
        self.records.append(call)
        if self._on_call is not None:
            self._on_call(call)


async def open_answer(gateway: Gateway, task: Task, calls: Calls, wishes: Wishes) -> Opened:
    """The first model of the chain that begins to answer.

    Only what fails before its first event is tried again, or in another's place: from then on the answer is that
    model's. When nobody answers, the error is the wanted model's, for that is the one that was chosen.

    Raises:
        ProviderError: nobody answered.
        BudgetExceededError: the guard did not let the first call happen.
        ProblemError: the wanted model's provider has no word for what is wanted.
    """
    opening = _Opening(gateway, task, calls, wishes)
    wanted, *others = task.chain
    error = await opening.try_model(wanted)
    if isinstance(error, Opened):
        error.because = None if wanted.in_place_of is None else wanted.in_place_of.because
        return error
    reason, window = error, wanted.context_window
    for model in others:
        if not rules.may_stand_in(model, task, reason, window):
            continue
        result = await opening.try_in_place(model)
        if isinstance(result, Opened):
            _log.warning("model_stood_in", wanted=wanted.name, answering=model.name, because=error.code)
            result.because = wanted.in_place_of.because if wanted.in_place_of else error.code
            return result
        if isinstance(result, ContextTooLongError | ContentFilterError):
            reason, window = result, model.context_window
    raise error


class _Opening:
    """The search for who answers one task."""

    def __init__(self, gateway: Gateway, task: Task, calls: Calls, wishes: Wishes) -> None:
        self._gateway = gateway
        self._task = task
        self._calls = calls
        self._wishes = wishes
        self._now = asyncio.get_running_loop().time
        self._began = self._now()

    async def try_in_place(self, model: ResolvedModel) -> Opened | ProviderError | None:
        """As `try_model`; what its budget or its provider's vocabulary does not allow is passed over (None)."""
        try:
            return await self.try_model(model)
        except BudgetExceededError as refusal:
            _log.info("model_passed_over", model=model.name, code=refusal.code)
        except ProblemError as refusal:
            _log.info("model_passed_over", model=model.name, code=refusal.code)
        return None

    async def try_model(self, model: ResolvedModel) -> Opened | ProviderError:
        """Asks a model as often as its errors allow; the last of them that says something, if it does not answer."""
        request, fitted = await request_for(self._task, model, self._wishes(model))
        said: ProviderError | None = None
        retry = 0
        while True:
            retry += 1
            try:
                return await self._ask(model, request, fitted)
            except CircuitOpenError as error:
                return said or error
            except BudgetExceededError:
                if said is None:
                    raise
                return said
            except ProviderError as error:
                said = error
            pause = self._gateway.retrying.pause_before(retry, said, self._now() - self._began)
            if pause is None:
                return said
            _log.info("model_asked_again", model=model.name, code=said.code, retry=retry, pause=round(pause, 3))
            await asyncio.sleep(pause)

    async def _ask(self, model: ResolvedModel, request: ChatRequest, fitted: Fitted) -> Opened:
        events = self._gateway.stream(
            model.connection,
            request,
            on_end=self._calls.record,
            admit=partial(self._calls.admit, model, fitted.used, request.max_output_tokens),
        )
        try:
            first = await anext(events)
        except BaseException:
            await events.aclose()
            raise
        return Opened(model, None, first, events, fitted.first, fitted.passages)
