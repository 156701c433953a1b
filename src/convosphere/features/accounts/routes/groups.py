"""`/groups` and `/directory`: who belongs together, and whom something can be opened to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.accounts.actions import group_members, groups, subjects
from convosphere.features.accounts.schemas import (
    DirectoryPage,
    DirectoryQuery,
    GroupIn,
    GroupMemberPage,
    GroupOut,
    GroupPage,
    GroupPatch,
    GroupsQuery,
    PageQuery,
)
from convosphere.platform.problems import problems

router = APIRouter(tags=["Groups"], responses=problems(401, 403))


@router.get("/groups", operation_id="listGroups", summary="The organisation's groups", responses=problems(422))
async def list_groups(tx: InTransaction, query: Annotated[GroupsQuery, Query()]) -> GroupPage:
    """By name; filtered by part of a name or description."""
    return await groups.list_groups(tx.session, tx.actor, query)


@router.post(
    "/groups",
    operation_id="createGroup",
    summary="Make a group",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409, 422),
)
async def create_group(tx: InTransaction, body: GroupIn) -> GroupOut:
    """With nobody in it. Names are unique, whatever the case of letters."""
    return await groups.create_group(tx.session, tx.platform.clock, tx.actor, body)


@router.get("/groups/{group_id}", operation_id="getGroup", summary="A group", responses=problems(404, 422))
async def get_group(tx: InTransaction, group_id: UUID) -> GroupOut:
    """Name, description and how many people are in it."""
    return await groups.get_group(tx.session, tx.actor, group_id)


@router.patch(
    "/groups/{group_id}",
    operation_id="changeGroup",
    summary="Rename or describe a group",
    responses=problems(404, 409, 422),
)
async def change_group(tx: InTransaction, group_id: UUID, body: GroupPatch) -> GroupOut:
    """What is left out stays as it is."""
    return await groups.change_group(tx.session, tx.platform.clock, tx.actor, group_id, body)


@router.delete(
    "/groups/{group_id}",
    operation_id="deleteGroup",
    summary="Delete a group",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 422),
)
async def delete_group(tx: InTransaction, group_id: UUID) -> None:
    """Its people stay; what was opened to the group is closed to them at once."""
    await groups.delete_group(tx.session, tx.actor, group_id)


@router.get(
    "/groups/{group_id}/members",
    operation_id="listGroupMembers",
    summary="Who is in a group",
    responses=problems(404, 422),
)
async def list_group_members(
    tx: InTransaction, group_id: UUID, query: Annotated[PageQuery, Query()]
) -> GroupMemberPage:
    """By name, closed accounts included."""
    return await group_members.list_members(tx.session, tx.actor, group_id, query)


@router.put(
    "/groups/{group_id}/members/{person_id}",
    operation_id="addGroupMember",
    summary="Take a person into a group",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 409, 422),
)
async def add_group_member(tx: InTransaction, group_id: UUID, person_id: UUID) -> None:
    """Effective at once; who is in already stays in."""
    await group_members.add_member(tx.session, tx.platform.clock, tx.actor, group_id, person_id)


@router.delete(
    "/groups/{group_id}/members/{person_id}",
    operation_id="removeGroupMember",
    summary="Take a person out of a group",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404, 422),
)
async def remove_group_member(tx: InTransaction, group_id: UUID, person_id: UUID) -> None:
    """Effective at once, in open connections too; who is not in stays out."""
    await group_members.remove_member(tx.session, tx.actor, group_id, person_id)


@router.get(
    "/directory",
    operation_id="searchDirectory",
    summary="Find people and groups to open something to",
    responses=problems(422),
)
async def search_directory(tx: InTransaction, query: Annotated[DirectoryQuery, Query()]) -> DirectoryPage:
    """Without whoever asks, and without closed accounts."""
    return await subjects.search_directory(tx.session, tx.actor, query)
