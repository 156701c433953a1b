"""`/people`, `/invitations` and `/organization`: what administrators look after."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.accounts.actions import invitations, organization, people
from convosphere.features.accounts.routes.client import BaseUrl
from convosphere.features.accounts.schemas import (
    InvitationCreated,
    InvitationIn,
    InvitationPage,
    LinkOut,
    OrganizationOut,
    OrganizationPatch,
    PageQuery,
    PeopleQuery,
    PersonItem,
    PersonPage,
    PersonPatch,
)
from convosphere.platform.problems import problems

router = APIRouter(tags=["People"], responses=problems(401, 403))


@router.get("/people", operation_id="listPeople", summary="The organisation's people", responses=problems(422))
async def list_people(tx: InTransaction, query: Annotated[PeopleQuery, Query()]) -> PersonPage:
    """The newest first; filtered by part of a name or address, by role, by whether the account is open."""
    return await people.list_people(tx.session, tx.actor, query)


@router.patch(
    "/people/{person_id}",
    operation_id="changePerson",
    summary="Change a person's role, close or open their account",
    responses=problems(404, 409, 422),
)
async def change_person(tx: InTransaction, person_id: UUID, body: PersonPatch) -> PersonItem:
    """Effective at once. Only owners decide about owners, and one owner stays."""
    return await people.change_person(tx.session, tx.platform.clock, tx.actor, person_id, body)


@router.post(
    "/people/{person_id}/password-reset-link",
    operation_id="createPasswordResetLink",
    summary="Make a link by which a person sets a new password",
    responses=problems(404, 409, 422),
)
async def create_password_reset_link(tx: InTransaction, person_id: UUID, base: BaseUrl) -> LinkOut:
    """For handing over where no mail is sent. It works once, for a day; earlier links stop working."""
    return await people.create_reset_link(tx.platform, tx.session, tx.actor, person_id, base)


@router.get("/invitations", operation_id="listInvitations", summary="Open invitations", responses=problems(422))
async def list_invitations(tx: InTransaction, query: Annotated[PageQuery, Query()]) -> InvitationPage:
    """Neither used nor withdrawn nor expired, the newest first."""
    return await invitations.list_invitations(
        tx.session, tx.platform.clock, tx.actor, limit=query.limit, cursor=query.cursor
    )


@router.post(
    "/invitations",
    operation_id="createInvitation",
    summary="Invite somebody",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409, 422),
)
async def create_invitation(tx: InTransaction, body: InvitationIn, base: BaseUrl) -> InvitationCreated:
    """`url` is the link to hand over. It is shown this once."""
    return await invitations.create_invitation(tx.session, tx.platform.clock, tx.actor, body, base)


@router.delete(
    "/invitations/{invitation_id}",
    operation_id="revokeInvitation",
    summary="Withdraw an invitation",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 422),
)
async def revoke_invitation(tx: InTransaction, invitation_id: UUID) -> None:
    """Its link stops working at once."""
    await invitations.revoke_invitation(tx.session, tx.platform.clock, tx.actor, invitation_id)


@router.get("/organization", operation_id="getOrganization", summary="My organisation")
async def get_organization(tx: InTransaction) -> OrganizationOut:
    """Name and settings."""
    return await organization.get_organization(tx.session, tx.actor)


@router.patch(
    "/organization", operation_id="changeOrganization", summary="Change the organisation", responses=problems(422)
)
async def change_organization(tx: InTransaction, body: OrganizationPatch) -> OrganizationOut:
    """What is left out stays as it is."""
    return await organization.change_organization(tx.session, tx.platform.clock, tx.actor, body)
