"""Outgoing mail: one interface, SMTP behind it or nothing."""

from convosphere.platform.mail.mailer import Mailer, MailError, NoMailer, open_mailer
from convosphere.platform.mail.message import InvalidMailError, Mail

__all__ = ["InvalidMailError", "Mail", "MailError", "Mailer", "NoMailer", "open_mailer"]
