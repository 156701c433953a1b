"""A mail: plain text, and the same in plain HTML made from it.

The text is all there is to write: paragraphs are separated by empty lines, and a line that is a single web
address becomes a button-like link. So both parts always say the same, and no template can be injected into.
"""

import html
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from convosphere.platform.clock import Clock

_LINK_LINE = re.compile(r"https?://\S+")
# Anything that could end a header line or hide in it; RFC 5322 headers are printable text.
_NOT_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MAX_SUBJECT = 300


class InvalidMailError(ValueError):
    """An address, a name or a subject cannot stand in a mail's header."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is sent to one person. `to` is a bare address; `locale` the text's language."""

    to: str
    subject: str
    text: str
    locale: str = "en"
    to_name: str = ""


def compose(mail: Mail, sender: str, clock: Clock, product: str = "ConvoSphere") -> EmailMessage:
    """The mail as RFC 5322 wants it.

    Raises:
        InvalidMailError: see there.
    """
    if len(mail.subject) > _MAX_SUBJECT:
        raise InvalidMailError("the subject is too long")
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(product, sender)
    message["To"] = _address(mail.to_name, mail.to)
    message["Subject"] = _header_text(mail.subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Content-Language"] = mail.locale
    # RFC 3834: no out-of-office replies to this.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_body_text(mail.text))
    message.add_alternative(_as_html(mail), subtype="html")
    return message


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=_header_text(name), addr_spec=_header_text(address))
    except (ValueError, IndexError, MessageError) as error:  # its parser has all three for malformed ones
        raise InvalidMailError("not an e-mail address") from error


def _header_text(text: str) -> str:
    if _NOT_PRINTABLE.search(text):
        raise InvalidMailError("control characters cannot stand in a mail's header")
    return text


def _body_text(text: str) -> str:
    """The text without what no mail can carry (lone surrogates)."""
    return text.encode("utf-8", "replace").decode()


def _as_html(mail: Mail) -> str:
    paragraphs = (_paragraph(part) for part in re.split(r"\n\s*\n", _body_text(mail.text).strip()))
    return (
        f'<!doctype html><html lang="{html.escape(mail.locale)}"><head><meta charset="utf-8"></head>'
        '<body style="font:15px/1.6 system-ui,sans-serif;max-width:34em;margin:2em auto;padding:0 1em">'
        f"{''.join(paragraphs)}</body></html>\n"
    )


def _paragraph(text: str) -> str:
    lines = [_line(line.strip()) for line in text.splitlines()]
    return f"<p>{'<br>'.join(lines)}</p>"


def _line(line: str) -> str:
    shown = html.escape(line)
    return f'<a href="{shown}">{shown}</a>' if _LINK_LINE.fullmatch(line) else shown
