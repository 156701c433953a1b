"""`POST /v1/responses`: OpenAI's newer API for answers, as far as it needs nothing stored."""

from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request
from starlette.responses import Response

from convosphere.features.assistants import actions
from convosphere.features.assistants.routes.openai.caller import ApiCaller
from convosphere.features.assistants.routes.openai.door import PREFIX, KeyRoute, api_errors
from convosphere.features.assistants.routes.openai.hanging_up import until_hung_up
from convosphere.features.assistants.routes.openai.limits import token_headers
from convosphere.features.assistants.routes.openai.pictures import pictures_for
from convosphere.features.assistants.routes.openai.responses.reading import (
    read_task,
    refuse_unsupported,
    wanted_pictures,
    wishes_for,
)
from convosphere.features.assistants.routes.openai.responses.writing import ResponseWriter, begin, whole
from convosphere.features.assistants.routes.openai.streaming import stream_response
from convosphere.features.assistants.routes.openai.writing import headers_of
from convosphere.features.assistants.schemas.openai import ResponseObject, ResponsesRequest
from convosphere.features.models.access import GatewayDep
from convosphere.platform.ids import new_id
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix=PREFIX, route_class=KeyRoute)

_QUESTION: Final = {"model": "gpt-5-mini", "instructions": "Be brief.", "input": "What is 6 * 7?"}
_EXAMPLES: Final[dict[str, Any]] = {
    "question": {"summary": "A question", "value": _QUESTION},
    "stream": {"summary": "The same as a stream", "value": _QUESTION | {"stream": True}},
}
_EVENT: Final = (
    "event: response.output_text.delta\n"
    'data: {"type":"response.output_text.delta","item_id":"msg_0198f3c2","output_index":0,"content_index":0,'
    '"logprobs":[],"sequence_number":4,"delta":"42"}\n\n'
)
_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The answer; with `stream`, as server-sent events from `response.created` to "
        "`response.completed`, `response.incomplete` or `response.failed`",
        "content": {"text/event-stream": {"schema": {"type": "string"}, "example": _EVENT}},
    }
}


@router.post(
    "/responses",
    operation_id="createResponse",
    summary="Ask a model by the Responses API (OpenAI-compatible)",
    response_model=ResponseObject,
    responses=_ANSWER | api_errors(404, 413, 429, 502, 503),
)
async def create_response(
    request: Request,
    caller: ApiCaller,
    platform: PlatformDep,
    gateway: GatewayDep,
    wanted: Annotated[ResponsesRequest, Body(openapi_examples=_EXAMPLES)],
) -> Response:
    """For programs written for OpenAI's API. Needs a key with the scope `chat`.

    Nothing is stored (`store` is false), so every request brings the whole conversation as items in `input`:
    `previous_response_id` and `conversation` are refused. Tools are functions that the program runs itself. Everything
    else is as for chat completions.
    """
    refuse_unsupported(wanted)
    model = await actions.choose_model(platform, caller, wanted.model)
    wishes = partial(wishes_for, wanted)
    wishes(model)
    pictures = await pictures_for(model, wanted_pictures(wanted), request, platform)
    now = platform.clock.now()
    task = read_task(wanted, model, pictures, caller.locale, now)
    answer = actions.complete(platform, gateway, caller, task, wishes)
    writer = ResponseWriter(f"resp_{new_id().hex}", int(now.timestamp()), wanted, model.name)
    if not wanted.stream:
        answering, body = await until_hung_up(request.receive, whole(answer, writer))
        headers = headers_of(answering) | await token_headers(platform, caller)
        return Response(body, headers=headers, media_type="application/json")
    beginning = begin(answer, writer, caller.locale)
    return await stream_response(await until_hung_up(request.receive, beginning), platform, caller)
