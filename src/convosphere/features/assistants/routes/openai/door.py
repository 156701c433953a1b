"""What holds for every route of the door: errors in OpenAI's form, and an end when the client has hung up."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from convosphere.features.assistants.routes.openai.caller import admit, pace_of
from convosphere.features.assistants.routes.openai.failures import failure_response
from convosphere.features.assistants.routes.openai.hanging_up import HungUpError
from convosphere.features.assistants.routes.openai.limits import pace_headers
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
    429: "This server, a budget or the provider wants fewer requests; `Retry-After` says when to come back, if known",
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
                await self.before(request)
                response = await handle(request)
            except HungUpError:
                return Response(status_code=_CLIENT_CLOSED_REQUEST)
            except Exception as error:  # noqa: BLE001 - the client understands no other form; bugs are logged whole
                response = failure_response(request, error)
            pace = pace_of(request)
            if pace is not None:
                response.headers.update(pace_headers(pace))
            return response

        return handle_as_openai

    async def before(self, request: Request) -> None:
        """What is done before the body is read."""


class KeyRoute(OpenAIRoute):
    """A route for holders of an API key: nobody else's body, which may be large, is even read."""

    async def before(self, request: Request) -> None:
        """Lets in who has a key and does not ask too often."""
        await admit(request)


def api_errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for a route's errors."""
    shown: dict[int | str, dict[str, Any]] = {
        status: {"model": ApiErrorBody, "description": _DESCRIPTIONS[status]} for status in statuses
    }
    # It also keeps FastAPI from announcing its own form of validation errors.
    return shown | {"default": {"model": ApiErrorBody, "description": "Any other error"}}
