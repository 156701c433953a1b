"""Who may do what: asked by nearly every request, so each question is one statement, and the statements are built once.

A person's role in a base is the strongest of: what everybody has, their own entry, those of their groups; whoever may
manage all knowledge of the organisation manages each base. A document with readers of its own is for these among the
base's viewers, and for the base's editors.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.errors.access import BaseManagerOnlyError, BaseReadOnlyError
from convosphere.features.knowledge.tables import Document, DocumentMember, KnowledgeBase, KnowledgeMember
from convosphere.features.knowledge.types import BaseRole, Scopes
from convosphere.platform.errors import NotFoundError

MANAGE_ALL = "knowledge.manage"

_SUBJECTS = bindparam("subjects", type_=ARRAY(Uuid()))
_EDITOR = BaseRole.EDITOR.rank


def _ranked(role: Any) -> ColumnElement[int]:  # noqa: ANN401 - a column that may be null
    return case(*((role == each.value, each.rank) for each in BaseRole), else_=0)


_by_entry = (
    select(func.max(_ranked(KnowledgeMember.role)))
    .where(KnowledgeMember.base_id == KnowledgeBase.id, KnowledgeMember.subject_id == any_(_SUBJECTS))
    .correlate(KnowledgeBase)
    .scalar_subquery()
)
# 0: nothing.
RANK: ColumnElement[int] = case(
    (bindparam("everything", type_=Boolean()), BaseRole.MANAGER.rank),
    else_=func.greatest(_ranked(KnowledgeBase.everyone_role), func.coalesce(_by_entry, 0)),
)
_listed = (
    exists()
    .where(DocumentMember.document_id == Document.id, DocumentMember.subject_id == any_(_SUBJECTS))
    .correlate(Document)
)
# Of a document whose base is joined: whether who asks may read it.
MAY_READ: ColumnElement[bool] = and_(
    RANK > 0, KnowledgeBase.deleted_at.is_(None), or_(~Document.own_access, RANK >= _EDITOR, _listed)
)

_base = select(KnowledgeBase, RANK).where(
    KnowledgeBase.id == bindparam("base", type_=Uuid()), KnowledgeBase.deleted_at.is_(None), RANK > 0
)
_base_locked = _base.with_for_update(key_share=True, of=KnowledgeBase).execution_options(populate_existing=True)
# One that can be brought back, or (`live`) one that was never deleted.
_base_kept = (
    select(KnowledgeBase, RANK)
    .where(
        KnowledgeBase.id == bindparam("base", type_=Uuid()),
        or_(
            and_(bindparam("live", type_=Boolean()), KnowledgeBase.deleted_at.is_(None)),
            KnowledgeBase.deleted_at > bindparam("after", type_=DateTime(timezone=True)),
        ),
        RANK > 0,
    )
    .with_for_update(key_share=True, of=KnowledgeBase)
    .execution_options(populate_existing=True)
)
_document = (
    select(Document, KnowledgeBase, RANK)
    .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
    .where(Document.id == bindparam("document", type_=Uuid()), Document.deleted_at.is_(None), MAY_READ)
)
_document_locked = _document.with_for_update(key_share=True, of=Document).execution_options(populate_existing=True)


@dataclass(frozen=True, slots=True)
class ReachedBase:
    """A base, and what the actor may do in it."""

    base: KnowledgeBase
    role: BaseRole


@dataclass(frozen=True, slots=True)
class ReachedDocument:
    """A document, its base, and what the actor may do there."""

    document: Document
    base: KnowledgeBase
    role: BaseRole


def who(actor: Actor) -> dict[str, Any]:
    """The values of `subjects` and `everything` in statements about what an actor may."""
    return {"subjects": [actor.person_id, *actor.group_ids], "everything": actor.may(MANAGE_ALL)}


async def reach_base(
    session: AsyncSession, actor: Actor, base_id: UUID, *, need: BaseRole = BaseRole.VIEWER, lock: bool = False
) -> ReachedBase:
    """A base in which the actor may do that; `lock` keeps others from changing it in this transaction.

    Raises:
        NotFoundError: there is none, or not for the actor.
        BaseReadOnlyError, BaseManagerOnlyError: the actor may less than `need`.
    """
    row = (await session.execute(_base_locked if lock else _base, {"base": base_id, **who(actor)})).one_or_none()
    if row is None:
        raise NotFoundError(field="path.base_id")
    return ReachedBase(row[0], enough(row[1], need))


async def reach_kept_base(
    session: AsyncSession, actor: Actor, base_id: UUID, after: datetime, *, live: bool
) -> ReachedBase:
    """A base of the actor's to manage that was deleted after that moment, locked; `live`: or not at all.

    Raises:
        NotFoundError: there is none, or not for the actor.
        BaseManagerOnlyError: the actor does not manage it.
    """
    values = {"base": base_id, "after": after, "live": live, **who(actor)}
    row = (await session.execute(_base_kept, values)).one_or_none()
    if row is None:
        raise NotFoundError(field="path.base_id")
    return ReachedBase(row[0], enough(row[1], BaseRole.MANAGER))


async def reach_document(
    session: AsyncSession, actor: Actor, document_id: UUID, *, need: BaseRole = BaseRole.VIEWER, lock: bool = False
) -> ReachedDocument:
    """A document that the actor may read, in a base where they may do that.

    Raises:
        NotFoundError: there is none, or not for the actor.
        BaseReadOnlyError, BaseManagerOnlyError: the actor may less than `need`.
    """
    statement = _document_locked if lock else _document
    row = (await session.execute(statement, {"document": document_id, **who(actor)})).one_or_none()
    if row is None:
        raise NotFoundError(field="path.document_id")
    return ReachedDocument(row[0], row[1], enough(row[2], need))


async def hold_base(session: AsyncSession, base_id: UUID) -> KnowledgeBase | None:
    """A base for work in the background, locked; None: it is gone."""
    query = select(KnowledgeBase).where(KnowledgeBase.id == base_id, KnowledgeBase.deleted_at.is_(None))
    locked = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).one_or_none()


async def base_lives(session: AsyncSession, base_id: UUID) -> bool:
    """Whether a base is there, for work in the background."""
    query = select(KnowledgeBase.id).where(KnowledgeBase.id == base_id, KnowledgeBase.deleted_at.is_(None))
    return await session.scalar(query) is not None


def enough(rank: int, need: BaseRole) -> BaseRole:
    """The role of a rank, if it is enough.

    Raises:
        BaseReadOnlyError, BaseManagerOnlyError: it is not.
    """
    role = BaseRole.of(rank)
    if not role.allows(need):
        raise BaseManagerOnlyError if need is BaseRole.MANAGER else BaseReadOnlyError
    return role


def _scopes() -> Any:  # noqa: ANN401 - a compound statement
    wanted = bindparam("bases", type_=ARRAY(Uuid()))
    mine = (
        select(KnowledgeBase.id, KnowledgeBase.space_id, RANK.label("rank"))
        .where(KnowledgeBase.deleted_at.is_(None), or_(wanted.is_(None), KnowledgeBase.id == any_(wanted)))
        .cte("mine")
    )
    own = select(literal_column("'base'", Text()).label("kind"), mine.c.id, mine.c.space_id).where(mine.c.rank > 0)
    single = (
        select(literal_column("'document'", Text()), Document.id, mine.c.space_id)
        .join(mine, mine.c.id == Document.base_id)
        .where(
            Document.own_access,
            Document.deleted_at.is_(None),
            mine.c.rank > 0,
            or_(mine.c.rank >= literal_column(str(_EDITOR), Integer()), _listed),
        )
    )
    return union_all(own, single)


_SCOPES = _scopes()


async def readable_scopes(session: AsyncSession, actor: Actor, base_ids: Collection[UUID] | None) -> Scopes:
    """What the actor may read now, of all bases or of these; what is not for them is left out. One statement."""
    wanted = None if base_ids is None else list(base_ids)
    rows = (await session.execute(_SCOPES, {"bases": wanted, **who(actor)})).all()
    return Scopes(
        scopes=frozenset(row[1] for row in rows),
        bases=frozenset(row[1] for row in rows if row[0] == "base"),
        spaces=frozenset(row[2] for row in rows if row[2] is not None),
    )
