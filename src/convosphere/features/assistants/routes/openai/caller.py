"""Who asks at this door: a person's API key, nothing else."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from convosphere.features.accounts.access import RolePermissionsDep, authenticate_api_key
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.routes.openai.errors import InvalidApiKeyError
from convosphere.platform.errors import UnauthenticatedError
from convosphere.platform.web import PlatformDep, client_address

_bearer = HTTPBearer(auto_error=False, scheme_name="api_key", description="An API key (`csk_…`).")


async def _caller(
    request: Request,
    platform: PlatformDep,
    roles: RolePermissionsDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Actor:
    if bearer is None:
        raise InvalidApiKeyError
    address = client_address(request, platform.settings)
    try:
        actor = await authenticate_api_key(platform, roles, bearer.credentials, address=address)
    except UnauthenticatedError as error:
        raise InvalidApiKeyError from error
    request.state.locale = actor.locale
    return actor


# The person behind the key, with what its scopes leave of their permissions. No transaction is open.
ApiCaller = Annotated[Actor, Depends(_caller)]
