"""`POST /v1/embeddings`: texts go in, vectors come out."""

import asyncio
import base64
import sys
from collections.abc import Sequence
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Body, Request
from starlette.responses import Response

from convosphere.engines.llm import Vector
from convosphere.features.assistants import actions
from convosphere.features.assistants.routes.openai.caller import ApiCaller
from convosphere.features.assistants.routes.openai.door import PREFIX, KeyRoute, api_errors
from convosphere.features.assistants.routes.openai.errors import UnsupportedError
from convosphere.features.assistants.routes.openai.hanging_up import until_hung_up
from convosphere.features.assistants.routes.openai.limits import token_headers
from convosphere.features.assistants.routes.openai.reading import problem
from convosphere.features.assistants.schemas.openai import EmbeddingList, EmbeddingsRequest
from convosphere.features.models.access import GatewayDep
from convosphere.features.models.actions import Embedded
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix=PREFIX, route_class=KeyRoute)

_EXAMPLES: Final[dict[str, Any]] = {
    "texts": {
        "summary": "Two texts",
        "value": {"model": "text-embedding-3-small", "input": ["How tall is it?", "Wie hoch ist er?"]},
    }
}
# Writing so many numbers takes long enough for others to notice.
_MANY: Final = 20_000


@router.post(
    "/embeddings",
    operation_id="createEmbeddings",
    summary="Make vectors of texts (OpenAI-compatible)",
    response_model=EmbeddingList,
    responses=api_errors(404, 413, 429, 502, 503),
)
async def create_embeddings(
    request: Request,
    caller: ApiCaller,
    platform: PlatformDep,
    gateway: GatewayDep,
    wanted: Annotated[EmbeddingsRequest, Body(openapi_examples=_EXAMPLES)],
) -> Response:
    """For programs written for OpenAI's API. Needs a key with the scope `chat`, and an embedding model.

    At most 2048 inputs. They are asked for in batches; every batch leaves a usage record.
    """
    model = await actions.choose_model(platform, caller, wanted.model, "embedding")
    _check(wanted.input, tokens_fit=model.provider == "openai")
    work = actions.embed_texts(platform, gateway, caller, model, wanted.input, dimensions=wanted.dimensions)
    found = await until_hung_up(request.receive, work)
    as_text = wanted.encoding_format == "base64"
    if sum(map(len, found.vectors)) > _MANY:
        body = await asyncio.to_thread(_written, found, model.name, as_text=as_text)
    else:
        body = _written(found, model.name, as_text=as_text)
    return Response(body, headers=await token_headers(platform, caller), media_type="application/json")


def _check(inputs: Sequence[str | list[int]], *, tokens_fit: bool) -> None:
    of_texts = isinstance(inputs[0], str)
    for place, each in enumerate(inputs):
        if isinstance(each, str) != of_texts:
            raise problem(f"body.input.{place}", "text_or_tokens")
    if not of_texts and not tokens_fit:
        raise UnsupportedError("token_input", field="body.input")


def _written(found: Embedded, model: str, *, as_text: bool) -> bytes:
    write = _base64 if as_text else _numbers
    data = [
        {"object": "embedding", "index": index, "embedding": write(vector)}
        for index, vector in enumerate(found.vectors)
    ]
    usage: dict[str, Any] = {"prompt_tokens": found.tokens, "total_tokens": found.tokens}
    if found.estimated:
        usage["estimated"] = True
    return orjson.dumps({"object": "list", "data": data, "model": model, "usage": usage})


def _numbers(vector: Vector) -> list[float]:
    return vector.tolist()


def _base64(vector: Vector) -> str:
    if sys.byteorder == "big":
        vector = vector[:]
        vector.byteswap()
    return base64.b64encode(vector.tobytes()).decode()
