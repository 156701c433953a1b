"""The one loop that answers: chat, `/v1`, and whatever else asks an assistant.

It stores nothing and knows no request; whoever calls it keeps the text and the records of the calls.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from types import MappingProxyType

from convosphere.engines.llm import CallRecord, Finish, Gateway, TextDelta, ToolCall, ToolCallDelta
from convosphere.features.assistants import rules
from convosphere.features.assistants.actions.opening import Calls, Wishes, open_answer
from convosphere.features.assistants.types import AnswerEvent, AnswerFinished, Citations, ModelAnswering, Task, ToolStep
from convosphere.features.models.types import CallGuard, ResolvedModel


def _no_wishes(_: ResolvedModel) -> Mapping[str, object]:
    return MappingProxyType({})


async def respond(
    gateway: Gateway,
    task: Task,
    *,
    on_call: Callable[[CallRecord], None] | None = None,
    guard: CallGuard | None = None,
    wishes: Wishes = _no_wishes,
) -> AsyncGenerator[AnswerEvent, None]:
    """Answers a task as a stream of events: `ModelAnswering` first, `AnswerFinished` at its end.

    Wrap it in `contextlib.aclosing` wherever the loop may be left early. No transaction may be open.

    Args:
        gateway: the way to the models.
        task: what to answer. A `partial` is not repeated: only what follows it is yielded.
        on_call: gets the record of every call to a model, also of one that failed or was stopped.
        guard: asked before every call to a model; None lets all happen. What it reserved is in the call's record.
        wishes: what the asker wants beyond the task's parameters, for each model in its provider's words: fields
            that are merged into the body of the request.

    Raises:
        ProviderError: no model of the chain answered, or one broke off; what was yielded before it still holds.
        BudgetExceededError: the guard does not let a call happen.
    """
    calls = Calls(guard, on_call)
    opened = await open_answer(gateway, task, calls, wishes)
    said = [task.partial]
    async with aclosing(opened.rest) as answer:
        yield ModelAnswering(opened.model, opened.because, opened.left_out, opened.passages)
        # Hot: a thousand events a second pass here, so nothing stands between that need not.
        again = len(task.partial) if opened.model.is_builtin else 0
        event = opened.first
        while True:
            if isinstance(event, TextDelta):
                if again:
                    event, again = _unsaid(event, again)
                if task.passages:
                    said.append(event.text)
                if event.text:
                    yield event
            elif isinstance(event, ToolCall):
                yield ToolStep(event, "requested")
            elif isinstance(event, Finish):
                if task.passages:
                    yield Citations(rules.cited("".join(said), task.passages[: opened.passages]))
                yield AnswerFinished(event.reason, tuple(calls.records))
                return
            elif not isinstance(event, ToolCallDelta):
                yield event
            event = await anext(answer)


def _unsaid(event: TextDelta, said: int) -> tuple[TextDelta, int]:
    """What of a piece an interrupted attempt has not said, and how much of that is still to come: the builtin model
    begins anew, and says the same.
    """
    rest = event.text[said:]
    return TextDelta(rest), said - (len(event.text) - len(rest))
