"""Inviting people: an invitation lets one person register in a role."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.links import invitation_link
from convosphere.features.accounts.actions.present import present_invitation
from convosphere.features.accounts.errors import EmailTakenError, OwnersOnlyError, RegistrationClosedError
from convosphere.features.accounts.events import InvitationRevoked, PersonInvited
from convosphere.features.accounts.repository import invitations, organizations
from convosphere.features.accounts.repository.login_directory import find_login
from convosphere.features.accounts.rules import (
    INVITATION_LIFETIME,
    INVITATION_PREFIX,
    build_token,
    may_decide_about,
)
from convosphere.features.accounts.schemas import InvitationCreated, InvitationIn, InvitationPage
from convosphere.features.accounts.tables import Invitation
from convosphere.features.accounts.types import Actor
from convosphere.platform.clock import Clock
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id
from convosphere.platform.security import hash_token, new_token


async def create_invitation(
    session: AsyncSession, clock: Clock, actor: Actor, wish: InvitationIn, base_url: str
) -> InvitationCreated:
    """A new invitation with the link to hand over.

    Raises:
        OwnersOnlyError: an administrator invites an owner.
        RegistrationClosedError: the organisation takes nobody.
        EmailTakenError: the address belongs to somebody in this organisation.
    """
    actor.require("invitations.manage")
    if not may_decide_about(actor.role, wish.role):
        raise OwnersOnlyError
    organization = await organizations.get_organization(session, actor.organization_id)
    if organization.registration == "closed":
        raise RegistrationClosedError
    if wish.email is not None:
        login = await find_login(session, wish.email)
        # Who is in other organisations is none of this one's business.
        if login is not None and login.organization_id == actor.organization_id:
            raise EmailTakenError(field="body.email")
    now = clock.now()
    token = build_token(INVITATION_PREFIX, actor.organization_id, new_token())
    invitation = Invitation(
        id=new_id(),
        organization_id=actor.organization_id,
        email=wish.email,
        role=wish.role,
        token_hash=hash_token(token),
        invited_by_id=actor.person_id,
        created_at=now,
        expires_at=now + INVITATION_LIFETIME,
    )
    await invitations.add_invitation(session, invitation)
    publish(
        session,
        PersonInvited(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="invitation",
            subject_id=str(invitation.id),
            address=actor.address,
            role=wish.role,
            email=wish.email,
        ),
    )
    shown = present_invitation(invitation).model_dump()
    return InvitationCreated(**shown, url=invitation_link(base_url, token))


async def list_invitations(
    session: AsyncSession, clock: Clock, actor: Actor, *, limit: int, cursor: str | None
) -> InvitationPage:
    """Invitations that can still be used, the newest first."""
    actor.require("invitations.manage")
    page = await invitations.list_open_invitations(session, clock.now(), limit=limit, cursor=cursor)
    return InvitationPage(
        items=[present_invitation(invitation) for invitation in page.items], next_cursor=page.next_cursor
    )


async def revoke_invitation(session: AsyncSession, clock: Clock, actor: Actor, invitation_id: UUID) -> None:
    """Makes an invitation stop working.

    Raises:
        NotFoundError: there is none that still worked.
    """
    actor.require("invitations.manage")
    now = clock.now()
    _revoke(session, await invitations.get_open_invitation(session, invitation_id, now), actor, now)


async def revoke_invitations_by(session: AsyncSession, now: datetime, person_id: UUID, by: Actor) -> None:
    """Withdraws what a person invited to: a link kept back must not outlive the right to make it."""
    for invitation in await invitations.lock_open_invitations_by(session, person_id, now):
        _revoke(session, invitation, by, now)


def _revoke(session: AsyncSession, invitation: Invitation, by: Actor, now: datetime) -> None:
    invitation.revoked_at = now
    publish(
        session,
        InvitationRevoked(
            organization_id=invitation.organization_id,
            actor_id=by.person_id,
            subject_type="invitation",
            subject_id=str(invitation.id),
            address=by.address,
        ),
    )
