"""What the account routes take from a request beside its body: who asks, and the refresh cookie."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Cookie, Depends, Request, Response

from convosphere.features.accounts.access import RolePermissionsDep
from convosphere.features.accounts.actions.opening import OpenedSession
from convosphere.features.accounts.schemas import SessionOut
from convosphere.features.accounts.types import Client, RolePermissions
from convosphere.platform.context import Platform
from convosphere.platform.i18n import negotiate
from convosphere.platform.web import PlatformDep, base_url, client_address, is_https

COOKIE: Final = "convosphere_refresh"
COOKIE_PATH: Final = "/api/v1/auth"
# Browsers send some 120 characters; longer ones are not worth keeping.
_LONGEST_USER_AGENT: Final = 300


async def _client(request: Request, platform: PlatformDep) -> Client:
    return Client(
        address=client_address(request, platform.settings),
        user_agent=_readable(request.headers.get("user-agent")),
        locale=negotiate(request.headers.get("accept-language")),
    )


async def _base_url(request: Request, platform: PlatformDep) -> str:
    return base_url(request, platform.settings)


ClientDep = Annotated[Client, Depends(_client)]
BaseUrl = Annotated[str, Depends(_base_url)]
RefreshCookie = Annotated[
    str | None, Cookie(alias=COOKIE, description="The refresh token; set by the server, unreadable for scripts")
]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where people come in and go out: what signing in needs, and the cookie of its answer."""

    request: Request
    response: Response
    platform: Platform
    roles: RolePermissions
    client: Client

    def let_in(self, opened: OpenedSession) -> SessionOut:
        """Puts the refresh token where no script and no other site can get at it; returns the answer's body."""
        self.response.set_cookie(
            COOKIE,
            opened.refresh_token,
            max_age=int(opened.lifetime.total_seconds()),
            path=COOKIE_PATH,
            httponly=True,
            samesite="strict",
            secure=is_https(self.request, self.platform.settings),
        )
        # The body carries a secret, too.
        self.response.headers["Cache-Control"] = "no-store"
        return opened.body

    def let_out(self) -> None:
        """Takes the refresh token back."""
        self.response.delete_cookie(
            COOKIE,
            path=COOKIE_PATH,
            httponly=True,
            samesite="strict",
            secure=is_https(self.request, self.platform.settings),
        )


async def _entrance(
    request: Request, response: Response, platform: PlatformDep, roles: RolePermissionsDep, client: ClientDep
) -> Entrance:
    return Entrance(request, response, platform, roles, client)


EntranceDep = Annotated[Entrance, Depends(_entrance)]


def _readable(user_agent: str | None) -> str | None:
    """A header's text as it can be stored and shown."""
    if user_agent is None:
        return None
    return "".join(character for character in user_agent if character.isprintable())[:_LONGEST_USER_AGENT]
