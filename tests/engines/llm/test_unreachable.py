"""What kept a provider from being asked is told as what it is, in words of ours."""

import asyncio
import datetime
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from convosphere.engines.llm import (
    CertificateError,
    ConnectionConfig,
    ConnectTimeoutError,
    Gateway,
    HostUnknownError,
    NobodyListensError,
    ProviderError,
    Timeouts,
    TlsError,
    UnavailableError,
    UnreachableError,
)
from convosphere.engines.llm.unreachable import unreachable_error
from tests.engines.llm.asking import ask
from tests.fakes.provider import FakeProvider


def at(url: str, **patience: float) -> ConnectionConfig:
    return ConnectionConfig("c", "openai", url, "secret-key-1", timeouts=Timeouts(**patience))


async def why(gateway: Gateway, connection: ConnectionConfig) -> ProviderError:
    """What an answer fails with, and a test of the connection just the same."""
    asked = (await ask(gateway, connection)).error
    with pytest.raises(ProviderError) as tested:
        await gateway.check(connection)
    assert asked is not None
    assert (type(asked), asked.message, asked.quoted) == (type(tested.value), tested.value.message, False)
    assert "Error" not in asked.message, "no names of classes"
    return asked


async def test_where_nobody_listens(gateway: Gateway) -> None:
    async with FakeProvider() as gone:
        url = gone.url
    error = await why(gateway, at(url))
    assert type(error) is NobodyListensError
    assert error.retryable
    assert error.message == f"{url.removeprefix('http://').removesuffix('/v1')} refuses the connection"


async def test_a_name_that_nobody_knows(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    error = await why(gateway, at("https://modle.example/v1"))
    assert (type(error), error.message) == (HostUnknownError, "no address is known for modle.example:443")


def self_signed(directory: Path) -> ssl.SSLContext:
    """A server's side with a certificate that it has issued itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nobody")])
    now = datetime.datetime.now(datetime.UTC)
    built = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now.replace(year=9999)
    )
    pem = built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    pem += key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (directory / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "server.pem")
    return context


@pytest.fixture
async def untrusted(tmp_path: Path) -> AsyncIterator[str]:
    async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(close, "127.0.0.1", 0, ssl=await asyncio.to_thread(self_signed, tmp_path))
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


async def test_a_certificate_that_nobody_vouches_for(gateway: Gateway, untrusted: str) -> None:
    error = await why(gateway, at(untrusted))
    assert (type(error), error.message) == (CertificateError, "self-signed certificate")


async def test_https_where_http_is_spoken(gateway: Gateway, provider: FakeProvider) -> None:
    error = await why(gateway, at(provider.url.replace("http:", "https:")))
    assert type(error) is TlsError


@pytest.fixture
def full() -> Iterator[str]:
    """A listener whose queue is full: who comes now is not answered at all, as behind a firewall."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for each in (first, second):
            each.setblocking(False)  # noqa: FBT003 - its only argument
            each.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


async def test_where_nothing_answers(gateway: Gateway, full: str) -> None:
    error = await why(gateway, at(full, connect=0.2))
    assert type(error) is ConnectTimeoutError
    assert error.phase == "connect"


def wrapped(error: OSError) -> None:
    """Raises it as libraries do."""
    try:
        raise error
    except OSError:
        raise ValueError("of a library") from None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(101, "Network is unreachable"), UnreachableError),
        (OSError(113, "No route to host"), UnreachableError),
        (OSError(110, "Connection timed out"), ConnectTimeoutError),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), TlsError),
    ],
)
def test_what_the_system_says_is_found_however_deep_it_lies(error: OSError, kind: type[ProviderError]) -> None:
    with pytest.raises(ValueError, match="of a library") as outer:
        wrapped(error)
    assert type(unreachable_error(outer.value, "there")) is kind


def test_what_speaks_of_no_connection_is_nothing_of_the_kind() -> None:
    assert unreachable_error(ConnectionResetError(104, "reset"), "there") is None
    circle = ValueError("round")
    circle.__cause__ = OSError("and")
    circle.__cause__.__cause__ = circle
    assert unreachable_error(circle, "there") is None


async def test_who_speaks_no_http_and_who_hangs_up(gateway: Gateway) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        said = b"SSH-2.0-OpenSSH_9.6\r\n"
        error = await why(gateway, at(f"http://{host}/v1"))
        assert (type(error), error.message) == (UnavailableError, f"what {host} sends is not HTTP")
        said = b""
        error = await why(gateway, at(f"http://{host}/v1"))
        assert (type(error), error.message) == (UnavailableError, "the connection broke before an answer began")
