"""`POST /v1/chat/completions`: a conversation goes in, the model's answer comes out, whole or as it is made."""

from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request
from starlette.responses import Response

from convosphere.features.assistants import actions
from convosphere.features.assistants.actions.grounding import ground_task
from convosphere.features.assistants.routes.openai.caller import ApiCaller
from convosphere.features.assistants.routes.openai.door import PREFIX, KeyRoute, api_errors
from convosphere.features.assistants.routes.openai.hanging_up import until_hung_up
from convosphere.features.assistants.routes.openai.knowledge import Rested
from convosphere.features.assistants.routes.openai.limits import token_headers
from convosphere.features.assistants.routes.openai.pictures import pictures_for
from convosphere.features.assistants.routes.openai.reading import read_task, refuse_unsupported, wanted_pictures
from convosphere.features.assistants.routes.openai.streaming import stream_response
from convosphere.features.assistants.routes.openai.wishes import wishes_of
from convosphere.features.assistants.routes.openai.writing import Heading, begin, headers_of, whole
from convosphere.features.assistants.schemas.openai import ChatCompletion, CompletionRequest
from convosphere.features.knowledge.access import SearchDeskDep
from convosphere.features.models.access import GatewayDep
from convosphere.platform.ids import new_id
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix=PREFIX, route_class=KeyRoute)

_QUESTION: Final = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "What is 6 * 7?"}]}
_ONE_PIXEL: Final = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
_EXAMPLES: Final[dict[str, Any]] = {
    "question": {"summary": "A question", "value": _QUESTION},
    "stream": {
        "summary": "The same as a stream",
        "value": _QUESTION | {"stream": True, "stream_options": {"include_usage": True}},
    },
    "picture": {
        "summary": "A picture",
        "value": _QUESTION
        | {
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "What is this?"},
                        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_ONE_PIXEL}"}},
                    ],
                }
            ]
        },
    },
    "tool": {
        "summary": "A tool",
        "value": _QUESTION
        | {
            "tools": [
                {
                    "type": "function",
                    "function": {
                        "name": "weather",
                        "description": "The weather in a city",
                        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
                    },
                }
            ]
        },
    },
}
_CHUNK: Final = (
    'data: {"id":"chatcmpl-0198f3c2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-5-mini",'
    '"choices":[{"index":0,"delta":{"content":"42"},"logprobs":null,"finish_reason":null}]}\n\n'
    "data: [DONE]\n\n"
)
_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The answer; with `stream`, as server-sent events of `chat.completion.chunk` objects up to "
        "`[DONE]`. A stream that fails ends with an event `{error}` instead",
        "content": {"text/event-stream": {"schema": {"type": "string"}, "example": _CHUNK}},
    }
}


@router.post(
    "/chat/completions",
    operation_id="createChatCompletion",
    summary="Ask a model (OpenAI-compatible)",
    response_model=ChatCompletion,
    responses=_ANSWER | api_errors(404, 413, 429, 502, 503),
)
async def create_chat_completion(
    request: Request,
    *,
    caller: ApiCaller,
    platform: PlatformDep,
    gateway: GatewayDep,
    search: SearchDeskDep,
    wanted: Annotated[CompletionRequest, Body(openapi_examples=_EXAMPLES)],
) -> Response:
    """For programs written for OpenAI's API. Needs a key with the scope `chat`.

    The model gets the messages as they are: no instructions are added, nothing is cut. Where an administrator has named
    others that stand in for it, `model` and the header `X-ConvoSphere-Model` tell who answered, and
    `X-ConvoSphere-Fallback` what went wrong before. When the client hangs up, the provider's request ends, too. Every
    call leaves a usage record.

    With `knowledge`, documents are searched for the last question, with the rights of the key's person; what fits goes
    before the question as data, and the answer brings `knowledge` with its citations (of a stream: the chunk with the
    finish reason).
    """
    refuse_unsupported(wanted)
    model = await actions.choose_model(platform, caller, wanted.model)
    wishes = partial(wishes_of, wanted)
    # Asked again for each model that is tried; what the wanted one cannot do is said before anything is fetched.
    wishes(model)
    pictures = await pictures_for(model, wanted_pictures(wanted), request, platform)
    now = platform.clock.now()
    task = read_task(wanted, model, pictures, caller.locale, now)
    rested = None
    if wanted.knowledge is not None:
        task, found = await ground_task(search, caller, task, wanted.knowledge)
        rested = Rested(platform, caller, found)
    answer = actions.complete(platform, gateway, caller, task, wishes)
    if rested is not None:
        answer = rested.watch(answer)
    heading = Heading(f"chatcmpl-{new_id().hex}", int(now.timestamp()), model.name, rested)
    if not wanted.stream:
        answering, body = await until_hung_up(request.receive, whole(answer, heading))
        headers = headers_of(answering) | await token_headers(platform, caller)
        return Response(body, headers=headers, media_type="application/json")
    # The status is sent when a model has begun: until then a refusal is a proper refusal.
    beginning = begin(answer, heading, caller.locale, with_usage=wanted.wants_usage)
    return await stream_response(await until_hung_up(request.receive, beginning), platform, caller)
