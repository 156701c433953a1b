"""What holds for every route of the door: errors in OpenAI's form, and an end when the client has hung up."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from convosphere.features.assistants.routes.openai.failures import failure_response
from convosphere.features.assistants.routes.openai.hanging_up import HungUpError
from convosphere.features.assistants.schemas.openai import ApiErrorBody

PREFIX = "/v1"

# Nobody reads it; it is what access logs everywhere call «the client closed the request».
_CLIENT_CLOSED_REQUEST = 499

_DESCRIPTIONS = {
    400: "The request is wrong; `param` names the field",
    401: "The API key is missing or does not hold",
    403: "The key, or its person, may not do this",
    404: "There is no such model, or it cannot be asked",
    413: "The request is too large",
    429: "The provider wants fewer requests; `Retry-After` says when to come back, if it is known",
    502: "The provider failed",
    503: "The provider, or a part of this server, does not answer",
}


class OpenAIRoute(APIRoute):
    """A route whose errors are OpenAI's, whatever raises them: reading, authenticating, or the route itself.

    They are caught inside the application's own handlers (problem+json) and inside dependencies with `yield`, which
    therefore see no error here: routes of this class take `ApiCaller`, never `InTransaction`, and open transactions
    of their own.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler of a request, in OpenAI's manners."""
        handle = super().get_route_handler()

        async def handle_as_openai(request: Request) -> Response:
            try:
                return await handle(request)
            except HungUpError:
                return Response(status_code=_CLIENT_CLOSED_REQUEST)
            except Exception as error:  # noqa: BLE001 - the client understands no other form; bugs are logged whole
                return failure_response(request, error)

        return handle_as_openai


def api_errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for a route's errors."""
    shown: dict[int | str, dict[str, Any]] = {
        status: {"model": ApiErrorBody, "description": _DESCRIPTIONS[status]} for status in statuses
    }
    # It also keeps FastAPI from announcing its own form of validation errors.
    return shown | {"default": {"model": ApiErrorBody, "description": "Any other error"}}
