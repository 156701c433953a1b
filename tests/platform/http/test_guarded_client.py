import asyncio
import gzip
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from convosphere.platform.http import (
    AddressPolicy,
    AddressRefusedError,
    FetchError,
    FetchTimeoutError,
    GuardedClient,
    InvalidUrlError,
    ResponseTooLargeError,
    TooManyRedirectsError,
)
from convosphere.platform.http.connector import guarded_connector
from tests.platform.http.conftest import Names, Servers, SystemNotations


@pytest.fixture
async def guarded() -> AsyncIterator[GuardedClient]:
    """Nothing inside is allowed."""
    client = GuardedClient(resolver=SystemNotations())
    yield client
    await client.close()


@pytest.fixture
async def client() -> AsyncIterator[GuardedClient]:
    """This machine is allowed, under two names as well."""
    names = Names({name: [["127.0.0.1"]] for name in ("one.test", "two.test")})
    client = GuardedClient(allowed_networks=["127.0.0.1"], resolver=names)
    yield client
    await client.close()


async def hello(_request: web.Request) -> web.Response:
    return web.Response(body=b"hello", headers={"X-Answer": "42"})


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "localhost",
        "LOCALHOST.",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "１２７.０.０.１",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "%31%32%37.0.0.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fe80::1%25lo]",
        "10.0.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
async def test_no_notation_leads_inside(guarded: GuardedClient, servers: Servers, host: str) -> None:
    port = await servers.start(hello)
    with pytest.raises((AddressRefusedError, InvalidUrlError)):
        await guarded.request("GET", f"http://{host}:{port}/", timeout_seconds=2)
    assert servers.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "ws://example.org/",
        "javascript:alert(1)",
        "//example.org/",
        "example.org",
        "",
        "http://",
        "http:///path",
        "http://user:secret@example.org/",
        "http://secret@example.org/",
        "http://example.org:22/",
        "http://example.org:25/",
        "http://example.org:6667/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org:-1/",
        "http://exa mple.org/",
        "http://[::1/",
        "http://example.org/" + "a" * 9000,
        "http://\ud800/",
    ],
)
async def test_what_is_no_web_address_is_refused(guarded: GuardedClient, url: str) -> None:
    with pytest.raises((InvalidUrlError, AddressRefusedError)) as caught:
        await guarded.request("GET", url, timeout_seconds=2)
    assert "secret" not in caught.value.detail("en")


async def test_a_name_that_resolves_inside_is_refused(servers: Servers) -> None:
    port = await servers.start(hello)
    names = Names({"evil.test": [["127.0.0.1"]], "mixed.test": [["::1", "10.0.0.1"]]})
    client = GuardedClient(resolver=names)
    for name in ("evil.test", "mixed.test"):
        with pytest.raises(AddressRefusedError) as caught:
            await client.request("GET", f"http://{name}:{port}/")
        assert caught.value.params == {"host": name}
        assert caught.value.status == 422
    assert servers.requests == []
    await client.close()


async def test_rebinding_a_name_does_not_get_inside(servers: Servers) -> None:
    """A name is resolved once per connection, and that answer is both checked and connected to."""
    port = await servers.start(hello)
    names = Names({"rebind.test": [["127.0.0.1"], ["127.0.0.2"]]})
    first, second = (GuardedClient(allowed_networks=["127.0.0.1"], resolver=names) for _ in range(2))
    await first.request("GET", f"http://rebind.test:{port}/")
    assert names.asked == ["rebind.test"]
    with pytest.raises(AddressRefusedError):
        await second.request("GET", f"http://rebind.test:{port}/")
    assert names.asked == ["rebind.test", "rebind.test"]
    assert len(servers.requests) == 1
    await first.close()
    await second.close()


async def test_only_the_allowed_addresses_of_a_name_are_used(servers: Servers) -> None:
    port = await servers.start(hello)
    names = Names({"mixed.test": [["10.0.0.1", "127.0.0.1", "169.254.169.254"]]})
    client = GuardedClient(allowed_networks=["127.0.0.0/8"], resolver=names)
    answer = await client.request("GET", f"http://mixed.test:{port}/", timeout_seconds=5)
    assert answer.body == b"hello"
    await client.close()


async def test_the_socket_is_guarded_too(servers: Servers) -> None:
    """Whatever was checked before: no socket is opened to an address that is not allowed."""
    port = await servers.start(hello)
    connector = guarded_connector(AddressPolicy(), Names({}))
    async with aiohttp.ClientSession(connector=connector) as session:
        for host in ("127.0.0.1", "[::ffff:127.0.0.1]"):
            with pytest.raises(aiohttp.ClientConnectionError):
                await session.get(f"http://{host}:{port}/")
    assert servers.requests == []


async def test_an_allowed_name_allows_itself_only(servers: Servers) -> None:
    port = await servers.start(hello)
    names = Names({"ollama.test": [["127.0.0.1"]], "other.test": [["127.0.0.1"]]})
    client = GuardedClient(allowed_networks=["ollama.test"], resolver=names)
    answer = await client.request("GET", f"http://ollama.test:{port}/")
    assert answer.status == 200
    for host in ("other.test", "127.0.0.1"):
        with pytest.raises(AddressRefusedError):
            await client.request("GET", f"http://{host}:{port}/")
    await client.close()


async def test_an_answer_is_handed_over_whole(client: GuardedClient, servers: Servers) -> None:
    port = await servers.start(hello)
    answer = await client.request("POST", f"http://127.0.0.1:{port}/x?y=1#z", headers={"A": "b"}, body=b"in")
    assert (answer.status, answer.body, answer.headers["x-answer"]) == (200, b"hello", "42")
    assert answer.url == f"http://127.0.0.1:{port}/x?y=1"
    ((method, path, headers, body),) = servers.requests
    assert (method, path, body, headers["a"]) == ("POST", "/x", b"in", "b")
    assert headers["user-agent"] == "ConvoSphere"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2:{port}/",
        "http://2130706434:{port}/",
        "//[::1]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
async def test_redirects_do_not_lead_inside(client: GuardedClient, servers: Servers, location: str) -> None:
    async def redirect(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": location.format(port=port)})

    port = await servers.start(redirect)
    with pytest.raises(FetchError):
        await client.request("GET", f"http://127.0.0.1:{port}/", timeout_seconds=2)
    assert len(servers.requests) == 1


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@one.test/"])
async def test_redirects_stay_with_the_web(client: GuardedClient, servers: Servers, location: str) -> None:
    async def redirect(_request: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": location})

    port = await servers.start(redirect)
    with pytest.raises(InvalidUrlError):
        await client.request("GET", f"http://one.test:{port}/")


@pytest.mark.parametrize(
    ("status", "method", "then"),
    [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "PUT", "GET"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
        (301, "HEAD", "HEAD"),
    ],
)
async def test_redirects_keep_credentials_within_their_origin(
    client: GuardedClient, servers: Servers, status: int, method: str, then: str
) -> None:
    async def redirect(request: web.Request) -> web.Response:
        if request.path == "/a":
            return web.Response(status=status, headers={"Location": "/b"})
        if request.path == "/b":
            return web.Response(status=status, headers={"Location": f"http://two.test:{port}/c"})
        return web.Response(body=b"arrived")

    port = await servers.start(redirect)
    secrets = {"Authorization": "Bearer x", "X-Api-Key": "x", "Cookie": "x=y"}
    sent = b"" if method == "HEAD" else b"in"
    arrives = b"in" if then in {"POST", "PUT"} else b""
    answer = await client.request(
        method,
        f"http://one.test:{port}/a",
        headers={**secrets, "Accept": "text/plain", "Range": "bytes=0-", "Content-Type": "text/x"},
        body=sent or None,
    )
    assert answer.url == f"http://two.test:{port}/c"
    first, second, third = servers.requests
    assert (second[0], second[3]) == (third[0], third[3]) == (then, arrives)
    for name, value in secrets.items():
        assert first[2][name.lower()] == second[2][name.lower()] == value
        assert name.lower() not in third[2]
    assert (third[2]["accept"], third[2]["range"]) == ("text/plain", "bytes=0-")
    assert (third[2].get("content-type") == "text/x") == bool(arrives)


async def test_redirects_are_limited(client: GuardedClient, servers: Servers) -> None:
    async def redirect(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/again"})

    port = await servers.start(redirect)
    with pytest.raises(TooManyRedirectsError):
        await client.request("GET", f"http://127.0.0.1:{port}/", max_redirects=3)
    assert len(servers.requests) == 4


async def test_large_answers_are_cut_off(client: GuardedClient, servers: Servers) -> None:
    async def large(request: web.Request) -> web.Response:
        if request.path == "/bomb":
            return web.Response(body=gzip.compress(b"0" * 5_000_000), headers={"Content-Encoding": "gzip"})
        return web.Response(body=b"0" * 100_000)

    port = await servers.start(large)
    for path in ("bomb", "plain"):
        with pytest.raises(ResponseTooLargeError) as caught:
            await client.request("GET", f"http://127.0.0.1:{port}/{path}", max_bytes=99_999)
        assert caught.value.params["limit"] == 99_999
    answer = await client.request("GET", f"http://127.0.0.1:{port}/plain", max_bytes=100_000)
    assert len(answer.body) == 100_000


async def test_slow_answers_end(client: GuardedClient, servers: Servers) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if request.path == "/body":
            await response.prepare(request)
            await response.write(b"first")
        await asyncio.sleep(30)
        return response

    port = await servers.start(slow)
    for path in ("head", "body"):
        with pytest.raises(FetchTimeoutError):
            await client.request("GET", f"http://127.0.0.1:{port}/{path}", timeout_seconds=0.1)
    async with client.stream("GET", f"http://127.0.0.1:{port}/body", pause_seconds=0.1) as answer:
        chunks = answer.chunks()
        assert await anext(chunks) == b"first"
        with pytest.raises(FetchTimeoutError):
            await anext(chunks)


async def test_streams_hand_over_what_comes(client: GuardedClient, servers: Servers) -> None:
    gate = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"first")
        await gate.wait()
        await response.write(b"second")
        return response

    port = await servers.start(slow)
    async with client.stream("GET", f"http://127.0.0.1:{port}/") as answer:
        assert answer.status == 200
        chunks = answer.chunks()
        assert await anext(chunks) == b"first"
        gate.set()
        assert [chunk async for chunk in chunks] == [b"second"]


async def test_broken_answers_are_typed(client: GuardedClient) -> None:
    async def broken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        writer.close()

    async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"\x00\x01 not http\r\n\r\n")
        writer.close()

    for handler in (broken, garbage):
        server = await asyncio.start_server(handler, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(FetchError) as caught:
            await client.request("GET", f"http://127.0.0.1:{port}/")
        assert type(caught.value) is FetchError
        server.close()
        await server.wait_closed()
        with pytest.raises(FetchError):  # now nobody listens
            await client.request("GET", f"http://127.0.0.1:{port}/")


async def test_header_injection_is_refused(client: GuardedClient, servers: Servers) -> None:
    port = await servers.start(hello)
    with pytest.raises(InvalidUrlError):
        await client.request("GET", f"http://127.0.0.1:{port}/", headers={"A": "b\r\nC: d"})
    with pytest.raises(InvalidUrlError):
        await client.request("GET /x HTTP/1.1\r\nA: b", f"http://127.0.0.1:{port}/")
    assert servers.requests == []


async def test_an_open_transaction_is_forbidden(servers: Servers) -> None:
    class OpenError(Exception):
        pass

    def forbid() -> None:
        raise OpenError

    port = await servers.start(hello)
    client = GuardedClient(allowed_networks=["127.0.0.1"], forbid_open_transaction=forbid)
    with pytest.raises(OpenError):
        await client.request("GET", f"http://127.0.0.1:{port}/")
    assert servers.requests == []
    await client.close()


async def test_proxies_and_cookies_are_ignored(
    client: GuardedClient, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cookie(_request: web.Request) -> web.Response:
        return web.Response(headers={"Set-Cookie": "a=b"})

    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    port = await servers.start(cookie)
    for _ in range(2):
        await client.request("GET", f"http://one.test:{port}/")
    assert all("cookie" not in headers for _, _, headers, _ in servers.requests)
