"""Who asks at this door: a person's API key, nothing else. Found out before the request's body is read."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from convosphere.features.accounts.access import authenticate_api_key, speaking
from convosphere.features.accounts.types import Actor, RolePermissions
from convosphere.features.assistants.actions import Pace, keep_pace
from convosphere.features.assistants.routes.openai.errors import InvalidApiKeyError, PaceExceededError
from convosphere.platform.context import Platform
from convosphere.platform.errors import UnauthenticatedError
from convosphere.platform.web import client_address

_bearer = HTTPBearer(auto_error=False, scheme_name="api_key", description="An API key (`csk_…`).")


async def admit(request: Request) -> None:
    """Authenticates and counts the request's key; to be awaited before anything else of the request is looked at.

    Raises:
        InvalidApiKeyError: there is no key, or it does not hold.
        PaceExceededError: it has asked too often in this minute.
    """
    bearer = await _bearer(request)
    if bearer is None:
        raise InvalidApiKeyError
    platform = cast("Platform", request.app.state.platform)
    roles = cast("RolePermissions", request.app.state.role_permissions)
    address = client_address(request, platform.settings)
    try:
        actor = speaking(request, await authenticate_api_key(platform, roles, bearer.credentials, address=address))
    except UnauthenticatedError as error:
        raise InvalidApiKeyError from error
    request.state.locale = actor.locale
    request.state.caller = actor
    pace = await keep_pace(platform, actor)
    request.state.pace = pace
    if pace is not None and pace.wait is not None:
        raise PaceExceededError(retry_after=pace.wait, limit=pace.limit)


def pace_of(request: Request) -> Pace | None:
    """Where the key stands, as far as the request has been counted."""
    return cast("Pace | None", getattr(request.state, "pace", None))


async def _caller(
    request: Request,
    # For the documentation: `admit` has read it.
    _: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Actor:
    return cast("Actor", request.state.caller)


# The person behind the key, with what its scopes leave of their permissions. No transaction is open. Only for routes
# of the class `KeyRoute`.
ApiCaller = Annotated[Actor, Depends(_caller)]
