"""`/knowledge/bases`: bases, and who may what in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.accounts.types import SubjectKind
from convosphere.features.knowledge.actions.bases import bases, deleting, members
from convosphere.features.knowledge.schemas.bases import (
    BaseIn,
    BaseMemberIn,
    BaseMemberList,
    BaseMemberOut,
    BaseOut,
    BasePage,
    BasePatch,
    BaseQuery,
    KnowledgeLimits,
)
from convosphere.platform.problems import problems

router = APIRouter(prefix="/knowledge", tags=["Knowledge bases"], responses=problems(401, 403, 422))


@router.get("/limits", operation_id="getKnowledgeLimits", summary="What one may bring in")
async def get_limits(tx: InTransaction) -> KnowledgeLimits:
    """The limits, and how much of them is used."""
    return await bases.get_limits(tx.session, tx.platform, tx.actor)


@router.get("/bases", operation_id="listKnowledgeBases", summary="Knowledge bases")
async def list_bases(tx: InTransaction, query: Annotated[BaseQuery, Query()]) -> BasePage:
    """Those that one may read, or do more in, by name; or deleted ones that one manages."""
    return await bases.list_bases(tx.session, tx.platform, tx.actor, query)


@router.post(
    "/bases",
    operation_id="createKnowledgeBase",
    summary="Make a knowledge base",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def create_base(tx: InTransaction, body: BaseIn) -> BaseOut:
    """Whoever makes it manages it."""
    return await bases.create_base(tx.session, tx.platform, tx.actor, body)


@router.get("/bases/{base_id}", operation_id="getKnowledgeBase", summary="One knowledge base", responses=problems(404))
async def get_base(tx: InTransaction, base_id: UUID) -> BaseOut:
    """With how much is in it."""
    return await bases.read_base(tx.session, tx.actor, base_id)


@router.patch(
    "/bases/{base_id}", operation_id="changeKnowledgeBase", summary="Change a knowledge base", responses=problems(404)
)
async def change_base(tx: InTransaction, base_id: UUID, body: BasePatch) -> BaseOut:
    """For its managers. What everybody may holds at once; a new strategy for documents that come from now on."""
    return await bases.change_base(tx.session, tx.platform, tx.actor, base_id, body)


@router.delete(
    "/bases/{base_id}",
    operation_id="deleteKnowledgeBase",
    summary="Delete a knowledge base",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def delete_base(
    tx: InTransaction,
    base_id: UUID,
    for_good: Annotated[bool, Query(description="At once and for ever, also when it is deleted already")] = False,  # noqa: FBT002 - a query's value
) -> None:
    """With all documents in it, for everybody at once. For some days its managers can bring it back."""
    await deleting.delete_base(tx.session, tx.platform, tx.actor, base_id, for_good=for_good)


@router.post(
    "/bases/{base_id}/restore",
    operation_id="restoreKnowledgeBase",
    summary="Bring a deleted knowledge base back",
    responses=problems(404, 409),
)
async def restore_base(tx: InTransaction, base_id: UUID) -> BaseOut:
    """With all that was in it, and everybody's rights. For its managers."""
    return await deleting.restore_base(tx.session, tx.platform, tx.actor, base_id)


@router.get(
    "/bases/{base_id}/members", operation_id="listKnowledgeMembers", summary="Who may what", responses=problems(404)
)
async def list_members(tx: InTransaction, base_id: UUID) -> BaseMemberList:
    """People before groups, by name."""
    return await members.list_members(tx.session, tx.actor, base_id)


@router.put(
    "/bases/{base_id}/members/{kind}/{subject_id}",
    operation_id="putKnowledgeMember",
    summary="Let a person or a group in",
    responses=problems(404, 409),
)
async def put_member(
    tx: InTransaction, base_id: UUID, kind: SubjectKind, subject_id: UUID, body: BaseMemberIn
) -> BaseMemberOut:
    """Or change what they may. For managers; effective at once."""
    return await members.put_member(
        tx.session, tx.platform, tx.actor, base_id, kind=kind, subject_id=subject_id, role=body.role
    )


@router.delete(
    "/bases/{base_id}/members/{kind}/{subject_id}",
    operation_id="removeKnowledgeMember",
    summary="Take an entry away",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def remove_member(tx: InTransaction, base_id: UUID, kind: SubjectKind, subject_id: UUID) -> None:
    """For managers, and for people who leave."""
    await members.remove_member(tx.session, tx.actor, base_id, kind=kind, subject_id=subject_id)
