"""`/me`: one's own profile, password and sessions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import CurrentActor, InTransaction, RolePermissionsDep
from convosphere.features.accounts.actions import ending, profile
from convosphere.features.accounts.actions.passwords import change_password
from convosphere.features.accounts.schemas import MePatch, PageQuery, PasswordChangeIn, PersonOut, SessionPage
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/me", tags=["Me"], responses=problems(401, 403))


@router.get("", operation_id="getMe", summary="Who I am")
async def get_me(tx: InTransaction, roles: RolePermissionsDep) -> PersonOut:
    """The person signed in, or the one an API key belongs to."""
    return await profile.get_me(tx.session, roles, tx.actor)


@router.patch("", operation_id="changeMe", summary="Change my profile", responses=problems(422))
async def change_me(tx: InTransaction, roles: RolePermissionsDep, body: MePatch) -> PersonOut:
    """What is left out stays as it is."""
    return await profile.change_me(tx.session, tx.platform.clock, roles, tx.actor, body)


@router.post(
    "/password",
    operation_id="changePassword",
    summary="Change my password",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(422, 429),
)
async def change_my_password(actor: CurrentActor, platform: PlatformDep, body: PasswordChangeIn) -> None:
    """All other sessions end; this one stays."""
    await change_password(platform, actor, body.current_password, body.new_password)


@router.get("/sessions", operation_id="listSessions", summary="Where I am signed in", responses=problems(422))
async def list_sessions(tx: InTransaction, query: Annotated[PageQuery, Query()]) -> SessionPage:
    """Live sessions, the newest first."""
    return await ending.list_sessions(tx.session, tx.platform.clock, tx.actor, limit=query.limit, cursor=query.cursor)


@router.delete(
    "/sessions/{session_id}",
    operation_id="endSession",
    summary="Sign out one session",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 422),
)
async def end_session(tx: InTransaction, session_id: UUID) -> None:
    """Effective at once, on every server."""
    await ending.revoke_session(tx.session, tx.platform.clock, tx.actor, session_id)


@router.delete(
    "/sessions",
    operation_id="endSessions",
    summary="Sign out everywhere",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(422),
)
async def end_sessions(
    tx: InTransaction,
    *,
    keep_current: Annotated[bool, Query(description="True: all sessions but this one")] = False,
) -> None:
    """Effective at once, on every server."""
    await ending.revoke_sessions(tx.session, tx.platform.clock, tx.actor, keep_current=keep_current)
