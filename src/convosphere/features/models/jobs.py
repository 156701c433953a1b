"""Work in the background: asking a provider for its models, telling of budgets, settling lost calls."""

from uuid import UUID

import structlog

from convosphere.engines.llm import Gateway
from convosphere.features.models.actions import ask_provider, key_from, mail_budget, notice_budget, sweep_lost
from convosphere.features.models.errors import ConnectionNotFoundError, SecretUnreadableError
from convosphere.features.models.types import BudgetNotice
from convosphere.platform.context import Platform
from convosphere.platform.jobs import JobHandler
from convosphere.platform.mail import MailError

_log = structlog.get_logger(__name__)


def refresh(platform: Platform, gateway: Gateway) -> JobHandler:
    """The handler of `models.refresh`: tests a connection and keeps its models.

    An error that may pass is raised, so that the queue tries again; the others wait for an administrator, who sees
    them at the connection.
    """

    async def handle(*, organization_id: str, connection_id: str) -> None:
        try:
            outcome = await ask_provider(platform, gateway, UUID(organization_id), UUID(connection_id))
        except (ConnectionNotFoundError, SecretUnreadableError) as error:
            _log.info("models_refresh_given_up", connection_id=connection_id, code=error.code)
            return
        if outcome.error is not None and outcome.error.retryable:
            raise outcome.error

    return handle


async def tell_of_budget(
    platform: Platform, *, organization_id: str, budget_id: str, holder_id: str, period_start: str, notice: str
) -> None:
    """Asks for mails to those who are to know."""
    key = key_from(budget_id, holder_id, period_start)
    await notice_budget(platform, UUID(organization_id), key, BudgetNotice(notice))


async def mail_of_budget(
    platform: Platform,
    *,
    organization_id: str,
    budget_id: str,
    holder_id: str,
    period_start: str,
    notice: str,
    person_id: str,
) -> None:
    """Mails one person; again later if the mail server was away."""
    key = key_from(budget_id, holder_id, period_start)
    try:
        await mail_budget(platform, UUID(organization_id), key, BudgetNotice(notice), UUID(person_id))
    except MailError as error:
        if not error.is_permanent:
            raise
        _log.error("budget_mail_refused", error=str(error))


async def settle_lost(platform: Platform) -> None:
    """Settles the calls of which nothing was heard until their lease ran out; what it left it finds next time."""
    await sweep_lost(platform)
