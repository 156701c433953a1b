"""Who sends mails: an SMTP server if one is configured, else nobody, and then the product says so."""

from typing import Protocol

from convosphere.platform.mail.message import Mail
from convosphere.platform.settings import MailSettings


class MailError(Exception):
    """The mail was not accepted; `is_permanent` says that trying again will not help."""

    def __init__(self, message: str, *, is_permanent: bool) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent


class Mailer(Protocol):
    """Sends mails. Call it from a job: a mail server may take seconds."""

    @property
    def available(self) -> bool:
        """Whether mails can be sent at all; if not, links are handed over by an administrator."""
        ...

    async def send(self, mail: Mail) -> None:
        """Hands the mail to the server; returns when that has accepted it.

        Raises:
            MailError: see there.
        """
        ...

    async def probe(self, seconds: float) -> None:
        """Asks the server whether it would take mail from us, and sends none.

        Raises:
            MailError: it does not answer within `seconds`, or refuses.
        """
        ...


class NoMailer:
    """No mail server is configured."""

    @property
    def available(self) -> bool:
        """Never."""
        return False

    async def send(self, mail: Mail) -> None:
        """Refuses.

        Raises:
            MailError: always.
        """
        raise MailError(f"no mail server is configured; not sent: {mail.subject!r}", is_permanent=True)

    async def probe(self, seconds: float) -> None:  # noqa: ARG002 - nobody is asked
        """Refuses.

        Raises:
            MailError: always.
        """
        raise MailError("no mail server is configured", is_permanent=True)


def open_mailer(settings: MailSettings) -> Mailer:
    """The mailer for the settings. Does not connect."""
    if settings.host is None:
        return NoMailer()
    from convosphere.platform.mail.smtp import SmtpMailer  # noqa: PLC0415 - 60 ms, and only with a mail server

    return SmtpMailer(
        settings.host,
        settings.port,
        sender=settings.from_address,
        security=settings.security,
        username=settings.username,
        password=settings.password.get_secret_value() if settings.password is not None else None,
    )
