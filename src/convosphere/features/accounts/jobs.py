"""Jobs of accounts."""

import structlog

from convosphere.features.accounts.actions.mail_reset import mail_password_reset
from convosphere.platform.context import Platform
from convosphere.platform.mail import MailError

_log = structlog.get_logger(__name__)


class AccountJobs:
    """Job handlers with the platform they work on."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def mail_password_reset(self, *, email: str) -> None:
        """Sends a reset link; again later if the mail server was away."""
        try:
            await mail_password_reset(self._platform, email)
        except MailError as error:
            if not error.is_permanent:
                raise
            _log.error("reset_mail_refused", error=str(error))
