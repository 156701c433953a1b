"""A person becomes part of an organisation."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.errors import EmailTakenError
from convosphere.features.accounts.events import PersonRegistered
from convosphere.features.accounts.repository import people
from convosphere.features.accounts.repository.login_directory import claim_email
from convosphere.features.accounts.tables import Person
from convosphere.features.accounts.types import Role
from convosphere.platform.context import Platform
from convosphere.platform.events import publish
from convosphere.platform.i18n import Locale


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to come."""

    id: UUID
    email: str
    name: str
    password_hash: str
    role: Role
    locale: Locale


async def add_person(
    platform: Platform,
    session: AsyncSession,
    new: NewPerson,
    *,
    organization_id: UUID,
    via: Literal["founding", "open", "invitation", "administrator"],
    address: str | None,
) -> Person:
    """Adds a person to the organisation that the transaction is bound to.

    Raises:
        EmailTakenError: the e-mail address belongs to somebody.
    """
    now = platform.clock.now()
    person = Person(
        id=new.id,
        organization_id=organization_id,
        email=new.email,
        name=new.name,
        role=new.role,
        password_hash=new.password_hash,
        locale=new.locale,
        created_at=now,
        updated_at=now,
    )
    await people.add_person(session, person)
    if not await claim_email(session, new.email, organization_id, new.id):
        raise EmailTakenError(field="body.email")
    publish(
        session,
        PersonRegistered(
            organization_id=organization_id,
            # Who registers does so themselves; an administrator at the command line is nobody the database knows.
            actor_id=None if via == "administrator" else new.id,
            subject_type="person",
            subject_id=str(new.id),
            address=address,
            role=new.role,
            via=via,
        ),
    )
    return person
