"""Who may use which model."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.tables import GroupMember, Person
from convosphere.features.models.tables import Model, ModelAccess
from convosphere.features.models.types import AccessEntry, AccessKind, Asker


def open_to(asker: Asker | None, model: type[Model] = Model) -> ColumnElement[bool]:
    """Whether somebody may use `model` (the table or an alias); None: whoever they are, for those who administer.

    It is looked up with the rows themselves, by who the person is now: no statement more, and nothing to go stale.
    """
    if asker is None:
        return true()
    person_id = asker.person_id
    if person_id is None:
        return ~model.restricted
    role = select(Person.role).where(Person.id == person_id, Person.organization_id == model.organization_id)
    groups = select(GroupMember.group_id).where(
        GroupMember.person_id == person_id, GroupMember.organization_id == model.organization_id
    )
    named = exists().where(
        ModelAccess.model_id == model.id,
        ModelAccess.organization_id == model.organization_id,
        or_(
            ModelAccess.person_id == person_id,
            ModelAccess.group_id.in_(groups.correlate(model)),
            ModelAccess.role == role.correlate(model).scalar_subquery(),
        ),
    )
    return or_(~model.restricted, named)


async def list_access(session: AsyncSession, model_id: UUID) -> Sequence[AccessEntry]:
    """Who may use a restricted model that the caller has loaded: roles first, then groups, then people."""
    query = (
        select(ModelAccess)
        .where(ModelAccess.model_id == model_id)
        .order_by(ModelAccess.role, ModelAccess.group_id, ModelAccess.person_id)
    )
    return [_entry(row) for row in await session.scalars(query)]


async def replace_access(session: AsyncSession, rows: Collection[ModelAccess], model_id: UUID) -> None:
    """Puts these in the place of all that a model has; the caller holds `lock_models`."""
    await session.execute(delete(ModelAccess).where(ModelAccess.model_id == model_id))
    session.add_all(rows)
    await session.flush()


def _entry(row: ModelAccess) -> AccessEntry:
    if row.role is not None:
        return AccessEntry(AccessKind.ROLE, row.role)
    if row.group_id is not None:
        return AccessEntry(AccessKind.GROUP, str(row.group_id))
    return AccessEntry(AccessKind.PERSON, str(row.person_id))
