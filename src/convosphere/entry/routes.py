"""Hangs routers into the application: each route as it was made when its module was loaded.

`include_router` works out parameters and models of every route a second time, at the first request that comes near it.
With some hundred routes that stops all streams for a tenth of a second, after every start.
"""

from copy import copy

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, request_response
from starlette.routing import BaseRoute, WebSocketRoute, compile_path


def hang(app: FastAPI, router: APIRouter, prefix: str = "") -> None:
    """Puts a router's routes below `prefix`, which names no parameters."""
    if any(not _is_plain(route) for route in router.routes):
        # What routers hand down to those inside them, the framework knows.
        app.include_router(router, prefix=prefix)
        return
    app.router.routes.extend(_moved(route, prefix, app) for route in router.routes)


def _is_plain(route: BaseRoute) -> bool:
    return type(route) is WebSocketRoute or (isinstance(route, APIRoute) and route.max_body_size is None)


def _moved(route: BaseRoute, prefix: str, app: FastAPI) -> BaseRoute:
    if isinstance(route, APIRoute):
        moved = copy(route)
        moved.path = prefix + route.path
        moved.path_regex, moved.path_format, moved.param_convertors = compile_path(moved.path)
        moved.dependency_overrides_provider = app
        moved.app = request_response(moved.get_route_handler())
        return moved
    assert isinstance(route, WebSocketRoute)  # noqa: S101 - the only other kind that is plain
    return WebSocketRoute(prefix + route.path, route.endpoint, name=route.name)
