"""Routes are found by their first word; what is found is what trying one after the other would find."""

import re
from collections.abc import Sequence

import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from convosphere.entry.api import API_PREFIX, create_app
from convosphere.entry.routes import Branches
from convosphere.entry.wiring import unconnected_application

_A_VALUE = "00000000-0000-7000-8000-000000000000"


def _found(routes: Sequence[BaseRoute], scope: dict[str, object]) -> BaseRoute | None:
    return next((route for route in routes if route.matches(scope)[0] is Match.FULL), None)


def test_every_route_of_the_product_is_found_where_its_address_leads() -> None:
    trunk = create_app(unconnected_application()).router
    branches = Branches(trunk, API_PREFIX)
    tried = []
    for route in trunk.routes:
        path = re.sub(r"{[^}]*}", _A_VALUE, getattr(route, "path", "/v1/models"))
        for method in getattr(route, "methods", None) or {"GET"}:
            kind = "websocket" if type(route).__name__ == "WebSocketRoute" else "http"
            scope: dict[str, object] = {"type": kind, "path": path, "method": method, "headers": []}
            branch = branches.branch(path)
            assert _found(branch.routes, dict(scope)) is _found(trunk.routes, dict(scope))
            tried.append(len(branch.routes))
    assert len(tried) > 200
    assert max(tried) < len(trunk.routes) / 2, "most need not be tried"


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/api/apples", "apples"),
        ("/apples", "outside"),
        ("/api/apples/7", "an apple"),
        ("/api/pears", "anything: pears"),
        ("/api/apples/7/core", "nothing"),
        ("/", "nothing"),
        ("", "nothing"),
    ],
)
async def test_routes_without_a_first_word_take_what_is_left(path: str, answer: str) -> None:
    app = FastAPI()
    inner = APIRouter()
    inner.get("/inner/one")(lambda: "one")
    app.include_router(inner)
    app.get("/api/{anything}")(lambda anything: f"anything: {anything}")
    app.get("/api/apples")(lambda: "apples")
    app.get("/api/apples/{number}")(lambda: "an apple")
    app.get("/api/apples/{number}")(lambda: "never")
    app.get("/apples")(lambda: "outside")

    async def nothing(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b'"nothing"'})

    app.router.default = nothing
    app.router.middleware_stack = Branches(app.router, "/api")
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        assert (await client.get(path)).json() == answer
        assert (await client.get("/inner/one")).json() == "one"
