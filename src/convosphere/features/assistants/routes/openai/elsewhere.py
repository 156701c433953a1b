"""Every address below `/v1` that is none: refused in OpenAI's form, too."""

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from convosphere.features.assistants.routes.openai.door import PREFIX, OpenAIRoute
from convosphere.features.assistants.routes.openai.errors import UnknownAddressError, WrongMethodError

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def router_beside(*others: APIRouter) -> APIRouter:
    """Takes what none of the others takes."""
    known = [route for router in others for route in router.routes if isinstance(route, APIRoute)]
    router = APIRouter(prefix=PREFIX, route_class=OpenAIRoute)

    @router.api_route("/{path:path}", methods=_METHODS, include_in_schema=False)
    async def refuse(request: Request, path: str) -> Response:
        address = f"{PREFIX}/{path}"
        allowed = {method for route in known if route.path_regex.match(address) for method in route.methods or ()}
        if allowed:
            raise WrongMethodError(", ".join(sorted(allowed)))
        raise UnknownAddressError(method=request.method, path=address)

    return router
