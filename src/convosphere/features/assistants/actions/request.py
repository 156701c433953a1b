"""From a task to what one model is asked."""

from collections.abc import Mapping

from convosphere.engines.llm import ChatRequest
from convosphere.features.assistants.actions.window import Fitted, fit_task
from convosphere.features.assistants.types import Task
from convosphere.features.models.types import ResolvedModel


async def request_for(task: Task, model: ResolvedModel, extra: Mapping[str, object]) -> tuple[ChatRequest, Fitted]:
    """The request to a model of the task's chain, and what was made to fit into it; `extra` is merged into its body."""
    parameters = task.parameters
    fitted = await fit_task(task, model)
    request = ChatRequest(
        model=model.name,
        messages=fitted.messages,
        temperature=parameters.temperature,
        top_p=parameters.top_p,
        max_output_tokens=parameters.max_output_tokens,
        stop=parameters.stop,
        tools=parameters.tools,
        passages=task.passages,
        searched_for=task.searched_for,
        locale=task.locale,
        time_zone=task.time_zone,
        gather=task.gather,
        extra=extra,
    )
    return request, fitted
