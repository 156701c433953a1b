"""Hangs routers into the application: each route as it was made when its module was loaded, found by its first word.

`include_router` works out parameters and models of every route a second time, at the first request that comes near it.
With some hundred routes that stops all streams for a tenth of a second, after every start. And a router tries its
routes one after the other: some hundred regular expressions took a quarter of what a short request costs.
"""

from collections import defaultdict
from collections.abc import Sequence
from copy import copy

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, request_response
from starlette.routing import BaseRoute, WebSocketRoute, compile_path
from starlette.types import Receive, Scope, Send


def hang(app: FastAPI, router: APIRouter, prefix: str = "") -> None:
    """Puts a router's routes below `prefix`, which names no parameters."""
    if any(not _is_plain(route) for route in router.routes):
        # What routers hand down to those inside them, the framework knows.
        app.include_router(router, prefix=prefix)
        return
    app.router.routes.extend(_moved(route, prefix, app) for route in router.routes)


class Branches:
    """Hands a request to a router of those routes that begin with the same word, below `prefix` or without it.

    Routes whose first word is not known (a parameter, a router inside) are tried after those, for every request.
    """

    def __init__(self, trunk: APIRouter, prefix: str) -> None:
        self._trunk = trunk
        self._prefix = prefix
        self._branches: dict[str, APIRouter] = {}
        self._elsewhere = trunk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            await self._trunk.lifespan(scope, receive, send)
            return
        await self.branch(scope["path"])(scope, receive, send)

    def branch(self, path: str) -> APIRouter:
        """The router that knows this address, if one does."""
        if not self._branches:
            self._grow()
        return self._branches.get(self._word(path), self._elsewhere)

    def _grow(self) -> None:
        by_word: defaultdict[str, list[BaseRoute]] = defaultdict(list)
        for route in self._trunk.routes:
            by_word[self._word(getattr(route, "path", ""))].append(route)
        unknown = [route for word in list(by_word) if not word or "{" in word for route in by_word.pop(word)]
        self._elsewhere = self._router(unknown)
        self._branches = {word: self._router([*routes, *unknown]) for word, routes in by_word.items()}

    def _router(self, routes: Sequence[BaseRoute]) -> APIRouter:
        return APIRouter(routes=list(routes), default=self._nowhere, redirect_slashes=False)

    async def _nowhere(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Asked for each time: it may be another one by now.
        await self._trunk.default(scope, receive, send)

    def _word(self, path: str) -> str:
        return path.removeprefix(self._prefix).lstrip("/").partition("/")[0]


class _Unopened:
    """Makes a route's handler with its first request: most of the hundreds are not asked for in a process's life."""

    def __init__(self, route: APIRoute) -> None:
        self._route = route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        self._route.app = request_response(self._route.get_route_handler())
        await self._route.app(scope, receive, send)


def _is_plain(route: BaseRoute) -> bool:
    return type(route) is WebSocketRoute or (isinstance(route, APIRoute) and route.max_body_size is None)


def _moved(route: BaseRoute, prefix: str, app: FastAPI) -> BaseRoute:
    if isinstance(route, APIRoute):
        moved = copy(route)
        moved.path = prefix + route.path
        moved.path_regex, moved.path_format, moved.param_convertors = compile_path(moved.path)
        moved.dependency_overrides_provider = app
        moved.app = _Unopened(moved)
        return moved
    assert isinstance(route, WebSocketRoute)  # noqa: S101 - the only other kind that is plain
    return WebSocketRoute(prefix + route.path, route.endpoint, name=route.name)
