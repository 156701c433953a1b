"""`/instance` and `/auth`: what can be asked before anybody is known."""

from fastapi import APIRouter, status

from convosphere.features.accounts.actions.ending import sign_out
from convosphere.features.accounts.actions.instance import describe_instance
from convosphere.features.accounts.actions.passwords import confirm_reset, request_reset
from convosphere.features.accounts.actions.refresh import refresh
from convosphere.features.accounts.actions.register import register
from convosphere.features.accounts.actions.sign_in import sign_in
from convosphere.features.accounts.routes.client import ClientDep, EntranceDep, RefreshCookie
from convosphere.features.accounts.schemas import (
    InstanceOut,
    PasswordResetConfirmIn,
    PasswordResetIn,
    RegisterIn,
    SessionOut,
    SignInIn,
)
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(tags=["Signing in"])


@router.get("/instance", operation_id="getInstance", summary="What everybody may know about this installation")
async def get_instance(platform: PlatformDep) -> InstanceOut:
    """Needs nobody signed in. The sign-in page is built from it."""
    return await describe_instance(platform)


@router.post(
    "/auth/register",
    operation_id="register",
    summary="Register a new person",
    status_code=status.HTTP_201_CREATED,
    responses=problems(403, 409, 422, 429),
)
async def register_person(body: RegisterIn, at: EntranceDep) -> SessionOut:
    """The first person ever founds the organisation, names it and becomes its owner; the others join by its policy.

    The new person is signed in.
    """
    return at.let_in(await register(at.platform, at.roles, body, at.client))


@router.post(
    "/auth/sign-in",
    operation_id="signIn",
    summary="Sign in with e-mail and password",
    responses=problems(401, 403, 422, 429),
)
async def sign_in_person(body: SignInIn, at: EntranceDep) -> SessionOut:
    """Opens a session: an access token in the answer, a refresh token in the cookie.

    Failed attempts are limited per account and per network address; whether the e-mail or the password was wrong is
    not told.
    """
    return at.let_in(await sign_in(at.platform, at.roles, body.email, body.password, at.client))


@router.post(
    "/auth/refresh",
    operation_id="refreshSession",
    summary="Renew the session",
    responses=problems(401),
)
async def refresh_session(at: EntranceDep, refresh_token: RefreshCookie = None) -> SessionOut:
    """A new access token, and the next refresh token in the cookie. A replaced one that comes back ends the session."""
    return at.let_in(await refresh(at.platform, at.roles, refresh_token, at.client))


@router.post(
    "/auth/sign-out", operation_id="signOut", summary="End this session", status_code=status.HTTP_204_NO_CONTENT
)
async def sign_out_person(at: EntranceDep, refresh_token: RefreshCookie = None) -> None:
    """Ends the session of the cookie, else of the access token. Without either there is nothing to end: also 204."""
    scheme, _, bearer = at.request.headers.get("authorization", "").partition(" ")
    await sign_out(at.platform, refresh_token, bearer if scheme.lower() == "bearer" else None, at.client)
    at.let_out()


@router.post(
    "/auth/password-reset",
    operation_id="requestPasswordReset",
    summary="Ask for a link to set a new password",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(422, 429),
)
async def request_password_reset(body: PasswordResetIn, platform: PlatformDep, client: ClientDep) -> None:
    """Mails the link if somebody has this address. The answer is the same if nobody does.

    Where `/instance` says `password_reset: administrator`, nothing is mailed: an administrator makes the link.
    """
    await request_reset(platform, body.email, client)


@router.post(
    "/auth/password-reset/confirm",
    operation_id="confirmPasswordReset",
    summary="Set a new password by a link's token",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(422),
)
async def confirm_password_reset(body: PasswordResetConfirmIn, platform: PlatformDep, client: ClientDep) -> None:
    """Works once. All sessions of the person end."""
    await confirm_reset(platform, body.token, body.new_password, client)
