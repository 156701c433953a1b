"""How other features' routes, sockets and doors learn who is asking. README.md shows when to take which."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.authenticate import (
    authenticate_api_key,
    authenticate_token,
    load_actor,
    read_credential,
    reload_actor,
    session_is_live,
)
from convosphere.features.accounts.types import Actor, RolePermissions
from convosphere.platform.context import Platform
from convosphere.platform.errors import UnauthenticatedError
from convosphere.platform.i18n import negotiate
from convosphere.platform.web import PlatformDep, client_address

__all__ = [
    "ActorTransaction",
    "CurrentActor",
    "InTransaction",
    "RolePermissionsDep",
    "authenticate_api_key",
    "authenticate_token",
    "reload_actor",
    "session_is_live",
    "speaking",
]

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    description="An access token from `/auth/sign-in`, or an API key (`csk_…`).",
)


async def _role_permissions(request: Request) -> RolePermissions:
    return cast("RolePermissions", request.app.state.role_permissions)


RolePermissionsDep = Annotated[RolePermissions, Depends(_role_permissions)]


@dataclass(frozen=True, slots=True)
class ActorTransaction:
    """One request: who asks, and the one transaction in which this was found out and the rest happens."""

    platform: Platform
    session: AsyncSession
    actor: Actor


def speaking(request: Request, actor: Actor) -> Actor:
    """The actor in the language of the answer: a program's wish counts (`Accept-Language`), for it says so on purpose;
    a browser's does not, beside what the person has set.
    """
    if actor.api_key_id is None:
        return actor
    return replace(actor, locale=negotiate(request.headers.get("accept-language"), actor.locale))


async def _in_transaction(
    request: Request,
    platform: PlatformDep,
    roles: RolePermissionsDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> AsyncIterator[ActorTransaction]:
    if bearer is None:
        raise UnauthenticatedError
    credential = read_credential(platform, bearer.credentials)
    address = client_address(request, platform.settings)
    async with platform.database.transaction(credential.organization_id) as session:
        actor = speaking(request, await load_actor(session, platform.clock, roles, credential, address=address))
        # The error handler speaks the person's language, too.
        request.state.locale = actor.locale
        yield ActorTransaction(platform, session, actor)


# "function": the transaction ends when the route has returned and before the response is sent, so that nobody is
# told of a success that was not committed.
InTransaction = Annotated[ActorTransaction, Depends(_in_transaction, scope="function")]


async def _current_actor(
    request: Request,
    platform: PlatformDep,
    roles: RolePermissionsDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Actor:
    if bearer is None:
        raise UnauthenticatedError
    credential = read_credential(platform, bearer.credentials)
    address = client_address(request, platform.settings)
    async with platform.database.transaction(credential.organization_id) as session:
        actor = speaking(request, await load_actor(session, platform.clock, roles, credential, address=address))
    request.state.locale = actor.locale
    return actor


# Signed in, no transaction open: for routes that call out (a model, a web address) or that wait.
CurrentActor = Annotated[Actor, Depends(_current_actor)]
