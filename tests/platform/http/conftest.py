import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Names(AbstractResolver):
    """A name service by a table; a name with several answers gives the next one each time it is asked."""

    def __init__(self, table: dict[str, list[list[str]]]) -> None:
        self._table = table
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self._table[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else family or socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        return


class SystemNotations(Names):
    """Understands what the C library's resolver does beside names: short, octal, hexadecimal and decimal addresses."""

    def __init__(self) -> None:
        super().__init__({"localhost": [["127.0.0.1"]], "localhost.": [["127.0.0.1"]]})

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host.lower() not in self._table:
            self._table[host] = [[socket.inet_ntoa(socket.inet_aton(host))]]
        return await super().resolve(host.lower(), port, family)


class Servers:
    """Starts HTTP servers on this machine; remembers every request they got."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []

    async def start(self, handler: Handler) -> int:
        async def remember(request: web.Request) -> web.StreamResponse:
            headers = {name.lower(): value for name, value in request.headers.items()}
            self.requests.append((request.method, request.path, headers, await request.read()))
            return await handler(request)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", remember)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server = site._server
        assert isinstance(server, asyncio.Server)
        port: int = server.sockets[0].getsockname()[1]
        return port


@pytest.fixture
async def servers() -> AsyncIterator[Servers]:
    async with AsyncExitStack() as stack:
        yield Servers(stack)
