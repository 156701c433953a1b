import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from convosphere.platform.clock import FrozenClock
from convosphere.platform.mail import Mail, MailError, NoMailer, open_mailer
from convosphere.platform.mail.smtp import Security, SmtpMailer
from convosphere.platform.settings import MailSettings
from tests.platform.mail.sink import MailSink

MAIL = Mail(
    to="erika@example.org",
    to_name="Erika Müller, Dr.",
    subject="Passwort zurücksetzen",
    text="Guten Tag,\n\nfolgen Sie diesem Link:\nhttps://convo.example/reset?a=1&b=2\n\n<b>Bis bald</b>\n.\nEnde",
    locale="de",
)


def mailer(sink: MailSink, **changes: object) -> SmtpMailer:
    arguments: dict[str, object] = {"sender": "convo@example.org", "security": "none", "clock": FrozenClock()}
    return SmtpMailer("127.0.0.1", sink.port, **(arguments | changes))  # type: ignore[arg-type]  # checked by use


def parts(message: EmailMessage) -> tuple[str, str]:
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


async def test_a_mail_arrives_as_it_was_written() -> None:
    async with MailSink().running() as sink:
        await mailer(sink).send(MAIL)
    (received,) = sink.received
    assert "convo@example.org" in received.sender
    assert len(received.recipients) == 1
    assert "erika@example.org" in received.recipients[0]
    message = received.message
    assert message["Subject"] == MAIL.subject
    assert message["To"].addresses[0].display_name == MAIL.to_name
    assert message["From"].addresses[0].addr_spec == "convo@example.org"
    assert parsedate_to_datetime(message["Date"]) == FrozenClock().now()
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = parts(message)
    assert plain.replace("\r\n", "\n").strip() == MAIL.text
    link = "https://convo.example/reset?a=1&amp;b=2"
    assert f'<a href="{link}">{link}</a>' in html
    assert "&lt;b&gt;Bis bald&lt;/b&gt;<br>.<br>Ende" in html
    assert "<b>" not in html
    assert '<html lang="de">' in html


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: victim@example.org"},
        {"subject": "Hello\nBcc: victim@example.org"},
        {"subject": "Hello\rBcc: x"},
        {"subject": "Hello\u2028Bcc: x"},
        {"subject": "a\x00b"},
        {"subject": "\ud800"},
        {"subject": "x" * 301},
        {"to_name": "Erika\r\nBcc: victim@example.org"},
        {"to": "erika@example.org\r\nBcc: victim@example.org"},
        {"to": "erika@example.org, victim@example.org"},
        {"to": "erika@example.org> RCPT TO:<victim@example.org"},
        {"to": "Erika <erika@example.org>"},
        {"to": ""},
        {"to": "erika"},
        {"to": "@example.org"},
        {"to": "erika@"},
        {"to": "a b@example.org"},
    ],
)
async def test_nothing_can_be_smuggled_into_a_header(changes: dict[str, str]) -> None:
    fields = {name: getattr(MAIL, name) for name in ("to", "to_name", "subject", "text", "locale")}
    async with MailSink().running() as sink:
        with pytest.raises(MailError) as caught:
            await mailer(sink).send(Mail(**(fields | changes)))
    assert caught.value.is_permanent
    assert sink.received == []


async def test_any_text_can_be_sent() -> None:
    text = "\ud800 \x00 Subject: x\r\n.\r\nMAIL FROM:<x>\r\n" + "x" * 5_000
    async with MailSink().running() as sink:
        await mailer(sink).send(Mail("a@example.org", "Hi", text))
    (received,) = sink.received
    assert received.message["Subject"] == "Hi"
    assert "MAIL FROM:<x>" in parts(received.message)[0]


@pytest.mark.parametrize(
    ("replies", "permanent"),
    [
        ({"RCPT": "550 no such person"}, True),
        ({"RCPT": "451 later"}, False),
        ({"MAIL": "421 too busy"}, False),
        ({"MAIL": "553 not from here"}, True),
        ({"DATA": "554 spam"}, True),
        ({"EHLO": "garbage"}, False),
    ],
)
async def test_refusals_say_whether_to_try_again(replies: dict[str, str | None], *, permanent: bool) -> None:
    async with MailSink(replies=replies).running() as sink:
        with pytest.raises(MailError) as caught:
            await mailer(sink).send(MAIL)
    assert caught.value.is_permanent == permanent
    assert sink.received == []


async def test_a_silent_or_absent_server_ends_in_an_error() -> None:
    async with MailSink(replies={"MAIL": None}).running() as sink:
        with pytest.raises(MailError) as caught:
            await mailer(sink, timeout_seconds=0.1).send(MAIL)
        assert not caught.value.is_permanent
    with pytest.raises(MailError) as caught:
        await mailer(sink).send(MAIL)
    assert not caught.value.is_permanent


@pytest.fixture
def contexts(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate made here, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sink")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "sink.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=path)


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_mails_go_encrypted_with_a_login(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext], security: Security
) -> None:
    server, client = contexts
    login = {"username": "me", "password": "pässword", "security": security}
    async with MailSink(context=server, tls=security == "tls").running() as sink:
        await mailer(sink, tls_context=client, **login).send(MAIL)
        with pytest.raises(MailError):  # a certificate nobody vouches for
            await mailer(sink, **login).send(MAIL)
    (received,) = sink.received
    assert received.encrypted
    assert received.login == "\0me\0pässword"


async def test_starttls_is_insisted_on() -> None:
    async with MailSink().running() as sink:
        with pytest.raises(MailError):
            await mailer(sink, security="starttls", username="me", password="secret").send(MAIL)
    assert sink.received == []


async def test_without_a_server_nothing_pretends() -> None:
    none = open_mailer(MailSettings())
    assert isinstance(none, NoMailer)
    assert not none.available
    with pytest.raises(MailError):
        await none.send(MAIL)


async def test_the_settings_make_the_mailer() -> None:
    async with MailSink().running() as sink:
        settings = MailSettings(host="127.0.0.1", port=sink.port, security="none", from_address="x@example.org")
        opened = open_mailer(settings)
        assert opened.available
        await opened.send(MAIL)
    assert "x@example.org" in sink.received[0].sender


async def test_a_probe_signs_in_and_sends_nothing() -> None:
    async with MailSink().running() as sink:
        asked = mailer(sink, username="post", password="secret")
        await asked.probe(5)
        sink.replies["AUTH"] = "535 who are you"
        with pytest.raises(MailError, match="535"):
            await asked.probe(5)
    assert sink.received == []
    with pytest.raises(MailError):
        await asked.probe(5)
