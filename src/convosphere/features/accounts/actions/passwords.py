"""Changing a password, and setting a new one by a link when it was forgotten.

Hashes are made between transactions: they take tens of milliseconds, and no connection waits for them.
"""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.ending import end_sessions
from convosphere.features.accounts.actions.register import check_password_length
from convosphere.features.accounts.actions.throttle import count_attempt, forget_account, forgive
from convosphere.features.accounts.errors import (
    ResetTokenInvalidError,
    SignInThrottledError,
    WrongPasswordError,
)
from convosphere.features.accounts.events import PasswordChanged, PasswordReset, PasswordResetIssued
from convosphere.features.accounts.repository import password_resets, people
from convosphere.features.accounts.rules import RESET_PREFIX, build_token, organization_of
from convosphere.features.accounts.tables import PasswordReset as ResetRow
from convosphere.features.accounts.tables import Person
from convosphere.features.accounts.types import Actor, Client
from convosphere.platform.context import Platform
from convosphere.platform.events import publish
from convosphere.platform.security import hash_token, new_token

MAIL_JOB = "accounts.mail_password_reset"


async def change_password(platform: Platform, actor: Actor, current: str, new: str) -> None:
    """Sets a new password and ends the person's other sessions.

    Raises:
        WrongPasswordError: the current password is not this one.
        SignInThrottledError: it was guessed too often.
        InvalidInputError: the new one is too short.
    """
    actor.require("account.manage")
    check_password_length(platform, new, "body.new_password")
    async with platform.database.transaction(actor.organization_id) as session:
        person = await people.get_person(session, actor.person_id)
        attempt = await count_attempt(platform, session, "sign_in", person.email, actor.address)
    if attempt.wait is not None:
        raise SignInThrottledError(retry_after=attempt.wait)
    if not await platform.passwords.verify(person.password_hash, current):
        raise WrongPasswordError(field="body.current_password")
    password_hash = await platform.passwords.hash(new)
    now = platform.clock.now()
    async with platform.database.transaction(actor.organization_id) as session:
        stored = await people.get_person(session, actor.person_id, lock=True)
        if stored.password_hash != person.password_hash:
            raise WrongPasswordError(field="body.current_password")
        await _set_password(session, stored, password_hash, now, keep=actor.session_id)
        await forgive(session, attempt)
        publish(
            session,
            PasswordChanged(
                organization_id=actor.organization_id,
                actor_id=actor.person_id,
                subject_type="person",
                subject_id=str(actor.person_id),
                address=actor.address,
            ),
        )


async def request_reset(platform: Platform, email: str, client: Client) -> None:
    """Has a reset link mailed if the address belongs to somebody; nothing tells whether it does.

    The look-up is the job's, so that it takes no time here.

    Raises:
        SignInThrottledError: too many requests for this address or from this place.
    """
    async with platform.database.transaction(None) as session:
        attempt = await count_attempt(platform, session, "reset", email, client.address)
        if attempt.wait is None and platform.mailer.available:
            await platform.jobs.defer(session, MAIL_JOB, email=email)
    if attempt.wait is not None:
        raise SignInThrottledError(retry_after=attempt.wait)


async def issue_reset(
    platform: Platform,
    session: AsyncSession,
    person: Person,
    *,
    via: Literal["mail", "administrator"],
    lifetime: timedelta,
    actor: Actor | None = None,
) -> tuple[str, datetime]:
    """A token to set a new password, and when it expires; earlier ones stop working."""
    now = platform.clock.now()
    token = build_token(RESET_PREFIX, person.organization_id, new_token())
    row = ResetRow(
        token_hash=hash_token(token),
        organization_id=person.organization_id,
        person_id=person.id,
        created_at=now,
        expires_at=now + lifetime,
    )
    await password_resets.replace_reset(session, row)
    publish(
        session,
        PasswordResetIssued(
            organization_id=person.organization_id,
            actor_id=None if actor is None else actor.person_id,
            subject_type="person",
            subject_id=str(person.id),
            address=None if actor is None else actor.address,
            via=via,
        ),
    )
    return token, row.expires_at


async def confirm_reset(platform: Platform, token: str, new: str, client: Client) -> None:
    """Sets a new password by a link's token and ends all sessions.

    Raises:
        ResetTokenInvalidError: the link does not exist, was used or has expired.
        InvalidInputError: the password is too short.
    """
    check_password_length(platform, new, "body.new_password")
    organization_id = organization_of(token, RESET_PREFIX)
    if organization_id is None:
        raise ResetTokenInvalidError(field="body.token")
    async with platform.database.transaction(organization_id) as session:
        await _person_to_reset(session, token, platform.clock.now())
    password_hash = await platform.passwords.hash(new)
    now = platform.clock.now()
    async with platform.database.transaction(organization_id) as session:
        person = await _person_to_reset(session, token, now)
        await _set_password(session, person, password_hash, now, keep=None)
        await forget_account(session, "sign_in", person.email)
        publish(
            session,
            PasswordReset(
                organization_id=organization_id,
                actor_id=person.id,
                subject_type="person",
                subject_id=str(person.id),
                address=client.address,
            ),
        )


async def _person_to_reset(session: AsyncSession, token: str, now: datetime) -> Person:
    """Whom the link is for; both stay locked until the transaction ends."""
    row = await password_resets.find_open_reset(session, token, now)
    if row is None:
        raise ResetTokenInvalidError(field="body.token")
    person = await people.get_person(session, row.person_id, lock=True)
    if person.deactivated_at is not None:
        raise ResetTokenInvalidError(field="body.token")
    return person


async def _set_password(
    session: AsyncSession, person: Person, password_hash: str, now: datetime, *, keep: UUID | None
) -> None:
    person.password_hash = password_hash
    person.updated_at = now
    await password_resets.forget_resets(session, person.id)
    await end_sessions(session, person.organization_id, person.id, now, keep=keep)
