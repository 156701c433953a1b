"""Mail over SMTP (RFC 5321), one connection per mail: they are few, and a kept connection would time out."""

import ssl
from typing import Final, Literal

import aiosmtplib

from convosphere.platform.clock import Clock, SystemClock
from convosphere.platform.mail.mailer import MailError
from convosphere.platform.mail.message import InvalidMailError, Mail, compose

Security = Literal["starttls", "tls", "none"]
_PERMANENT: Final = 500


class SmtpMailer:
    """Sends through one server.

    `tls` encrypts from the first byte (port 465), `starttls` insists on the upgrade.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        sender: str,
        security: Security = "starttls",
        username: str | None = None,
        password: str | None = None,
        timeout_seconds: float = 20,
        tls_context: ssl.SSLContext | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._sender = sender
        self._security = security
        self._username = username
        self._password = password
        self._timeout = timeout_seconds
        self._tls_context = tls_context
        self._clock = clock if clock is not None else SystemClock()

    @property
    def available(self) -> bool:
        """Always; whether the server answers shows when sending."""
        return True

    async def send(self, mail: Mail) -> None:
        """See `Mailer.send`."""
        try:
            message = compose(mail, self._sender, self._clock)
        except InvalidMailError as error:
            raise MailError(str(error), is_permanent=True) from error
        try:
            await aiosmtplib.send(
                message,
                sender=self._sender,
                recipients=[mail.to],
                hostname=self._host,
                port=self._port,
                username=self._username,
                password=self._password,
                timeout=self._timeout,
                use_tls=self._security == "tls",
                start_tls=self._security == "starttls",
                tls_context=self._tls_context,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refusal.code for refusal in error.recipients]
            raise MailError(f"recipient refused {codes}", is_permanent=min(codes) >= _PERMANENT) from error
        except aiosmtplib.SMTPResponseException as error:
            raise MailError(
                f"refused by {self._host}: {error.code} {error.message}", is_permanent=error.code >= _PERMANENT
            ) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            # ValueError: the library's answer to an address its own parser refuses.
            raise MailError(f"{self._host}: {error}", is_permanent=isinstance(error, ValueError)) from error

    async def probe(self, seconds: float) -> None:
        """See `Mailer.probe`: greets, encrypts and signs in as for a mail."""
        server = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._username,
            password=self._password,
            timeout=seconds,
            use_tls=self._security == "tls",
            start_tls=self._security == "starttls",
            tls_context=self._tls_context,
        )
        try:
            async with server:
                await server.noop()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise MailError(str(error) or type(error).__name__, is_permanent=False) from error
