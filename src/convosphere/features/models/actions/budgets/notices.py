"""Telling people that a budget is nearly, or quite, used up: once a period, by mail, from jobs."""

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.models import repository
from convosphere.features.models.errors.amounts import amount_text, budget_text, moment_text, sentence_start
from convosphere.features.models.repository import BalanceKey
from convosphere.features.models.types import BudgetNotice
from convosphere.platform.context import Platform
from convosphere.platform.i18n import translate
from convosphere.platform.mail import Mail

NOTICE_JOB = "models.notice_budget"
MAIL_JOB = "models.mail_budget"

_log = structlog.get_logger(__name__)


async def defer_notice(
    session: AsyncSession, platform: Platform, organization_id: UUID, key: BalanceKey, notice: BudgetNotice
) -> None:
    """Has people told, when the session's transaction is through."""
    await platform.jobs.defer(session, NOTICE_JOB, **_arguments(organization_id, key), notice=notice.value)


async def notice_budget(platform: Platform, organization_id: UUID, key: BalanceKey, notice: BudgetNotice) -> None:
    """Asks for a mail to everyone who is to be told: the person themself, or the administrators; a job each."""
    if not platform.mailer.available:
        _log.info("budget_notice_not_mailed", budget_id=str(key.budget_id), notice=notice)
        return
    async with platform.database.transaction(organization_id) as session:
        for person_id in await repository.recipients_of(session, organization_id, key):
            arguments = _arguments(organization_id, key)
            await platform.jobs.defer(session, MAIL_JOB, **arguments, notice=notice.value, person_id=str(person_id))


async def mail_budget(
    platform: Platform, organization_id: UUID, key: BalanceKey, notice: BudgetNotice, person_id: UUID
) -> None:
    """Mails one person; nothing when the budget or their account is gone meanwhile.

    Raises:
        MailError: the mail server did not take it.
    """
    async with platform.database.transaction(organization_id) as session:
        reader = await repository.find_reader(session, organization_id, person_id)
        facts = await repository.facts_to_tell(session, organization_id, key)
    if reader is None or facts is None:
        return
    locale = reader.locale
    params = {
        "name": reader.name,
        "whose": sentence_start(budget_text(facts, locale)),
        "spent": amount_text(facts.spent, facts.unit, locale),
        "limit": amount_text(facts.limit, facts.unit, locale),
        "until": moment_text(facts.ends_local, facts.time_zone, locale),
    }
    is_short = notice is BudgetNotice.EXHAUSTED and facts.leaves_some
    texts = "mails.budget_short" if is_short else f"mails.budget_{notice}"
    await platform.mailer.send(
        Mail(
            to=reader.email,
            to_name=reader.name,
            subject=translate(f"{texts}.subject", locale, **params),
            text=translate(f"{texts}.text", locale, **params),
            locale=locale,
        )
    )


def _arguments(organization_id: UUID, key: BalanceKey) -> dict[str, str]:
    return {
        "organization_id": str(organization_id),
        "budget_id": str(key.budget_id),
        "holder_id": str(key.holder_id),
        "period_start": key.period_start.isoformat(),
    }


def key_from(budget_id: str, holder_id: str, period_start: str) -> BalanceKey:
    """The balance that a job's arguments name."""
    return BalanceKey(UUID(budget_id), UUID(holder_id), datetime.fromisoformat(period_start))
