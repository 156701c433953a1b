"""People of a running ConvoSphere, as clients of its public API."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

import aiohttp
import httpx

PASSWORD = "a long pass phrase"
FOUNDER = "owner@acceptance.example"
_numbers = count(1)


class Server(Protocol):
    """Something with an address, which may change when it is started again."""

    @property
    def url(self) -> str: ...


class RefusedError(AssertionError):
    """The API said no where the test expected a yes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One response; `body` is the JSON object, or the text if it is none."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Founding:
    """A new installation's first person, and the ids of the models by name."""

    email: str
    token: str
    models: Mapping[str, str]


def found(url: str, provider_url: str = "", models: Sequence[str] = ()) -> Founding:
    """Registers the first person, lets everybody join, connects the fake provider with these models. Blocks."""
    with httpx.Client(base_url=f"{url}/api/v1", timeout=30) as http:
        founder = {"email": FOUNDER, "name": "Olga Owner", "password": PASSWORD, "organization_name": "Acceptance"}
        token = _done(http.post("/auth/register", json=founder))["access_token"]
        http.headers["authorization"] = f"Bearer {token}"
        _done(http.patch("/organization", json={"registration": "open"}))
        if not models:
            return Founding(FOUNDER, token, {})
        wish = {
            "provider": "openai",
            "name": "Fake",
            "base_url": provider_url,
            "api_key": "sk-good",
            "extra": {"models": list(models)},
        }
        connection = _done(http.post("/connections", json=wish))
        listed = _done(http.get(f"/connections/{connection['id']}/models"))["items"]
        return Founding(FOUNDER, token, {item["name"]: item["id"] for item in listed})


def _done(response: httpx.Response) -> Any:
    assert response.status_code < 400, f"{response.request.method} {response.request.url}: {response.text}"
    return response.json()


class Person:
    """Somebody signed in. The server may be started again, or be another replica: `at` moves to that one."""

    def __init__(self, http: aiohttp.ClientSession, server: Server, token: str) -> None:
        self.http = http
        self.server = server
        self.token = token

    def at(self, server: Server) -> "Person":
        """The same person, same session, at another replica."""
        return Person(self.http, server, self.token)

    async def request(
        self, method: str, path: str, *, body: Any = None, raw: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Reply:
        """Any request below `/api/v1`. `raw` is sent as it is; a `body` as JSON with everything escaped."""
        sent = {"authorization": f"Bearer {self.token}"}
        if body is not None or raw is not None:
            sent["content-type"] = "application/json"
        sent.update(headers)
        data = raw if raw is not None or body is None else json.dumps(body).encode()
        url = f"{self.server.url}/api/v1{path}"
        async with self.http.request(method, url, data=data, headers=sent, skip_auto_headers=("content-type",)) as got:
            content = await got.read()
            is_json = "json" in got.headers.get("content-type", "")
            return Reply(
                got.status, got.headers.copy(), json.loads(content) if content and is_json else content.decode()
            )

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """A request that works; its JSON.

        Raises:
            RefusedError: it did not.
        """
        reply = await self.request(method, path, body=body)
        if reply.status >= 400:
            raise RefusedError(f"{method} {path}: {reply.status} {reply.body}")
        return reply.body

    async def begin(self, model_id: str | None = None, title: str = "") -> str:
        """A new conversation's id."""
        made = await self.call("POST", "/conversations", {"model_id": model_id, "title": title})
        return str(made["id"])

    async def ask(self, conversation: str, content: str = "Go") -> tuple[dict[str, Any], dict[str, Any]]:
        """Asks; the question and the answer on its way."""
        sent = await self.call("POST", f"/conversations/{conversation}/messages", {"content": content})
        return sent["question"], sent["answer"]

    async def messages(self, conversation: str) -> dict[str, Any]:
        """The latest page of messages."""
        page: dict[str, Any] = await self.call("GET", f"/conversations/{conversation}/messages?limit=200")
        return page

    async def message(self, conversation: str, message: str) -> dict[str, Any]:
        """One message as it is stored."""
        items: list[dict[str, Any]] = (await self.messages(conversation))["items"]
        return next(item for item in items if item["id"] == message)


async def join(http: aiohttp.ClientSession, server: Server) -> Person:
    """A new member of the organisation."""
    number = next(_numbers)
    someone = {"email": f"person{number}@acceptance.example", "name": f"Person {number}", "password": PASSWORD}
    async with http.post(f"{server.url}/api/v1/auth/register", json=someone) as response:
        session = await response.json()
        assert response.status == 201, session
    return Person(http, server, session["access_token"])


@asynccontextmanager
async def browserless() -> AsyncIterator[aiohttp.ClientSession]:
    """HTTP without cookies: each person here shows a token."""
    opened: list[socket.socket] = []

    def open_socket(address: aiohttp.AddrInfoType) -> socket.socket:
        opened.append(socket.socket(*address[:3]))
        return opened[-1]

    connector = aiohttp.TCPConnector(limit=0, socket_factory=open_socket)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(total=60)
    ) as http:
        yield http
    # A request that was refused while its body was on the way would go on sending when the loop is long gone.
    while left := [each for each in opened if each.fileno() != -1]:
        for each in left:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        await asyncio.sleep(0.01)
