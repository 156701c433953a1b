"""Who may use a model."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.subjects import names_of
from convosphere.features.accounts.types import Actor, Role, Subject
from convosphere.features.models import repository
from convosphere.features.models.actions.connections import MANAGE
from convosphere.features.models.errors import SubjectNotFoundError
from convosphere.features.models.events import ModelAccessChanged
from convosphere.features.models.schemas import AccessEntryOut, AccessIn, AccessOut
from convosphere.features.models.tables import Model, ModelAccess
from convosphere.features.models.types import AccessEntry, AccessKind
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id

_ROLES = frozenset(role.value for role in Role)


async def get_access(session: AsyncSession, actor: Actor, model_id: UUID) -> AccessOut:
    """Who may use a model.

    Raises:
        ModelNotFoundError: there is none, or it is another organisation's.
    """
    actor.require(MANAGE)
    model, _ = await repository.get_model(session, actor.organization_id, model_id)
    if not model.restricted:
        return AccessOut(restricted=False, items=[])
    entries = await repository.list_access(session, model.id)
    names = await names_of(session, [subject for each in entries if (subject := _subject(each)) is not None])
    return AccessOut(restricted=True, items=[_shown(each, names) for each in entries])


async def set_access(session: AsyncSession, actor: Actor, model_id: UUID, wanted: AccessIn) -> AccessOut:
    """Opens a model to these alone, or to everybody.

    Raises:
        ModelNotFoundError: there is none, or it is another organisation's.
        SubjectNotFoundError: there is no such role, group or person.
    """
    actor.require(MANAGE)
    await repository.lock_models(session, actor.organization_id)
    model, _ = await repository.get_model(session, actor.organization_id, model_id)
    entries = [AccessEntry(each.kind, each.subject) for each in wanted.items] if wanted.restricted else []
    names = await _require_subjects(session, entries)
    model.restricted = wanted.restricted
    await repository.replace_access(session, [_row(model, each) for each in entries], model.id)
    shown = [_shown(each, names) for each in entries]
    publish(
        session,
        ModelAccessChanged(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_id=str(model.id),
            address=actor.address,
            name=model.name,
            restricted=model.restricted,
            to=tuple(each.model_dump(mode="json") for each in shown),
        ),
    )
    return AccessOut(restricted=model.restricted, items=shown)


async def _require_subjects(session: AsyncSession, entries: list[AccessEntry]) -> dict[Subject, str]:
    subjects = [_subject(each) for each in entries]
    # The look-up sees this organisation's alone: its policy binds the session.
    names = await names_of(session, [each for each in subjects if each is not None])
    for place, (entry, subject) in enumerate(zip(entries, subjects, strict=True)):
        known = entry.subject in _ROLES if entry.kind is AccessKind.ROLE else subject in names
        if not known:
            raise SubjectNotFoundError(field=f"body.items.{place}.subject")
    return names


def _subject(entry: AccessEntry) -> Subject | None:
    if entry.kind is AccessKind.ROLE:
        return None
    try:
        subject_id = UUID(entry.subject)
    except ValueError:
        return None
    return ("group" if entry.kind is AccessKind.GROUP else "person"), subject_id


def _row(model: Model, entry: AccessEntry) -> ModelAccess:
    row = ModelAccess(id=new_id(), organization_id=model.organization_id, model_id=model.id)
    match entry.kind:
        case AccessKind.ROLE:
            row.role = entry.subject
        case AccessKind.GROUP:
            row.group_id = UUID(entry.subject)
        case AccessKind.PERSON:
            row.person_id = UUID(entry.subject)
    return row


def _shown(entry: AccessEntry, names: dict[Subject, str]) -> AccessEntryOut:
    subject = _subject(entry)
    name = None if subject is None else names.get(subject)
    return AccessEntryOut(kind=entry.kind, subject=entry.subject, name=name)
