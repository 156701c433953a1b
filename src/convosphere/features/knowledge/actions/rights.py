"""The permissions of knowledge, and what other features ask before they use a base or a document."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository import access
from convosphere.features.knowledge.repository.access import ReachedBase, ReachedDocument
from convosphere.features.knowledge.types import BaseRole, Scopes

READ: Final = "knowledge.read"
WRITE: Final = "knowledge.write"
MANAGE_ALL: Final = access.MANAGE_ALL


async def get_base(
    session: AsyncSession, actor: Actor, base_id: UUID, *, need: BaseRole = BaseRole.VIEWER, lock: bool = False
) -> ReachedBase:
    """A base in which the actor may do that. One statement.

    Raises:
        ForbiddenError: the actor may not use knowledge so at all.
        NotFoundError: there is none, or not for the actor.
        BaseReadOnlyError, BaseManagerOnlyError: the actor may less than `need`.
    """
    _require(actor, need)
    return await access.reach_base(session, actor, base_id, need=need, lock=lock)


async def get_kept_base(
    session: AsyncSession, actor: Actor, base_id: UUID, after: datetime, *, live: bool = False
) -> ReachedBase:
    """A base that the actor manages and that was deleted after that moment; `live`: or not at all. One statement.

    Raises:
        ForbiddenError: the actor may not use knowledge so at all.
        NotFoundError: there is none, or not for the actor.
        BaseManagerOnlyError: the actor does not manage it.
    """
    _require(actor, BaseRole.MANAGER)
    return await access.reach_kept_base(session, actor, base_id, after, live=live)


async def require_document(
    session: AsyncSession, actor: Actor, document_id: UUID, *, need: BaseRole = BaseRole.VIEWER, lock: bool = False
) -> ReachedDocument:
    """A document that the actor may read, in a base where they may do that. One statement.

    Raises:
        ForbiddenError: the actor may not use knowledge so at all.
        NotFoundError: there is none, or not for the actor.
        BaseReadOnlyError, BaseManagerOnlyError: the actor may less than `need`.
    """
    _require(actor, need)
    return await access.reach_document(session, actor, document_id, need=need, lock=lock)


async def readable_scopes(session: AsyncSession, actor: Actor, base_ids: Collection[UUID] | None = None) -> Scopes:
    """What the actor may read now, of all bases or of these; what is not for them is left out. One statement.

    Raises:
        ForbiddenError: the actor may not use knowledge at all.
    """
    actor.require(READ)
    return await access.readable_scopes(session, actor, base_ids)


def _require(actor: Actor, need: BaseRole) -> None:
    actor.require(READ if need is BaseRole.VIEWER else WRITE)
