"""A stand-in for a model hub on the wire: files behind a redirect to another origin, ranges, and failures on demand."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a file's content."""

    path: str
    range: str | None


@dataclass
class FakeHub:
    """`files`: content by path. `url` is where clients begin; contents lie at another origin.

    `cut_after`: so many bytes of each answer come, then the connection breaks; as often as `cuts` says.
    `answers`: statuses (and `Retry-After`) that come before any content.
    """

    files: dict[str, bytes]
    ranges: bool = True
    etags: bool = True
    cut_after: int | None = None
    cuts: int = 10**6
    answers: list[tuple[int, str | None]] = field(default_factory=list)
    claims: Callable[[int], int] | None = None
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    _runners: list[web.AppRunner] = field(default_factory=list)
    _contents: str = ""

    async def __aenter__(self) -> Self:
        self._contents = await self._serve("/blob/{path:.+}", self._content)
        self.url = await self._serve("/{repository:[^/]+/[^/]+}/resolve/{revision}/{path:.+}", self._resolve)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for runner in self._runners:
            await runner.cleanup()

    async def _serve(self, route: str, handler: Callable[[web.Request], object]) -> str:
        app = web.Application()
        app.router.add_get(route, handler)  # type: ignore[arg-type]  # one returns, one streams
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def _resolve(self, request: web.Request) -> web.Response:
        if self.answers:
            status, wait = self.answers.pop(0)
            return web.Response(status=status, headers={} if wait is None else {"Retry-After": wait})
        path = request.match_info["path"]
        if path not in self.files:
            return web.Response(status=404, text="Entry not found")
        return web.Response(status=302, headers={"Location": f"{self._contents}/blob/{path}"})

    async def _content(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        content = self.files[path]
        wanted = request.headers.get("Range")
        self.asked.append(Asked(path, wanted))
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.ranges else 0
        if start >= len(content):
            return web.Response(status=416)
        headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()}"'} if self.etags else {}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        size = len(content) - start
        headers["Content-Length"] = str(size if self.claims is None else self.claims(size))
        answer = web.StreamResponse(status=206 if start else 200, headers=headers)
        await answer.prepare(request)
        if self.cut_after is not None and self.cuts > 0 and size > self.cut_after:
            self.cuts -= 1
            await answer.write(content[start : start + self.cut_after])
            if request.transport is not None:
                request.transport.close()
            return answer
        await answer.write(content[start:])
        return answer
