"""The three middlewares around a real application, asked over ASGI."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog
from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from httpx import ASGITransport, AsyncClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convosphere.platform.telemetry import (
    AccessLogMiddleware,
    Metrics,
    RequestIdMiddleware,
    SecurityHeadersMiddleware,
    configure_logging,
    current_request_id,
)


def application() -> FastAPI:
    app = FastAPI()
    router = APIRouter()

    @router.get("/people/{person_id}")
    async def person(person_id: str) -> dict[str, str | None]:
        return {"id": person_id, "request": current_request_id()}

    @router.delete("/people/{person_id}", status_code=204)
    async def forget(person_id: str) -> None:
        assert person_id

    @router.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError

    @router.get("/own-headers")
    async def own_headers() -> Response:
        return Response(
            headers={
                "Cache-Control": "max-age=5",
                "Content-Security-Policy": "sandbox",
                "X-Frame-Options": "SAMEORIGIN",
            }
        )

    app.include_router(router, prefix="/api/v1")

    @app.get("/health/live")
    async def live() -> JSONResponse:
        return JSONResponse({})

    return app


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def client(metrics: Metrics) -> AsyncIterator[AsyncClient]:
    wrapped: ASGIApp = SecurityHeadersMiddleware(application(), https=True)
    wrapped = RequestIdMiddleware(AccessLogMiddleware(wrapped, metrics))
    async with AsyncClient(
        transport=ASGITransport(wrapped, raise_app_exceptions=False), base_url="http://test"
    ) as opened:
        yield opened


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("json", "info", stream)
    yield stream
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


async def test_what_has_no_content_has_no_type(client: AsyncClient) -> None:
    response = await client.delete("/api/v1/people/1")
    assert (response.status_code, response.content) == (204, b"")
    assert "content-type" not in response.headers
    assert response.headers["x-frame-options"] == "DENY"


async def test_each_request_has_an_id(client: AsyncClient) -> None:
    first, second = [await client.get("/api/v1/people/1") for _ in range(2)]
    assert first.json()["request"] == first.headers["x-request-id"]
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert current_request_id() is None


async def test_a_sane_id_of_the_caller_is_kept(client: AsyncClient) -> None:
    given = "0198f3c2-a1b2.7d3e_8f4a"
    answer = await client.get("/api/v1/people/1", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] == answer.json()["request"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space in it", "semi;colon;here", "-leading-sign"])
async def test_any_other_id_is_replaced(client: AsyncClient, given: str) -> None:
    answer = await client.get("/api/v1/people/1", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 32


async def test_requests_are_counted_by_route(client: AsyncClient, metrics: Metrics) -> None:
    for path in ("/api/v1/people/1", "/api/v1/people/2", "/api/v1/nothing", "/api/v1/broken"):
        await client.get(path)
    await client.request("BREW", "/api/v1/people/1")
    text = (await asyncio.to_thread(metrics.render))[0].decode()
    count = "convosphere_http_request_seconds_count"
    assert count + '{method="GET",route="/api/v1/people/{person_id}",status="200"} 2.0' in text
    assert count + '{method="GET",route="unmatched",status="404"} 1.0' in text
    assert count + '{method="GET",route="/api/v1/broken",status="500"} 1.0' in text
    assert 'method="other"' in text
    assert "people/1" not in text
    assert "BREW" not in text


async def test_requests_are_logged_without_their_query(client: AsyncClient, log: io.StringIO) -> None:
    answer = await client.get("/api/v1/people/1?token=secret")
    await client.get("/health/live")
    (line,) = [json.loads(text) for text in log.getvalue().splitlines()]
    assert (line["message"], line["method"], line["path"], line["status"]) == (
        "request",
        "GET",
        "/api/v1/people/1",
        200,
    )
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["milliseconds"] >= 0
    assert "secret" not in log.getvalue()


async def test_browsers_are_told_what_is_allowed(client: AsyncClient) -> None:
    for path in ("/api/v1/people/1", "/api/v1/nothing", "/health/live", "/api/v1/broken"):
        headers = (await client.get(path)).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["strict-transport-security"].startswith("max-age=")
        assert headers.get("cache-control") == ("no-store" if path.startswith("/api/") else None)


async def test_headers_of_the_response_stay(client: AsyncClient) -> None:
    headers = (await client.get("/api/v1/own-headers")).headers
    assert headers.get_list("cache-control") == ["max-age=5"]
    assert headers.get_list("content-security-policy") == ["sandbox"]
    assert headers.get_list("x-frame-options") == ["SAMEORIGIN"]
    assert headers["x-content-type-options"] == "nosniff"


async def test_sockets_have_an_id_too_and_other_scopes_pass() -> None:
    seen: list[str | None] = []
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        seen.append(current_request_id())
        await send({"type": "websocket.accept"})

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    wrapped = RequestIdMiddleware(AccessLogMiddleware(SecurityHeadersMiddleware(app), Metrics()))
    await wrapped({"type": "websocket", "headers": [(b"x-request-id", b"socket-1234")]}, receive, send)
    await wrapped({"type": "lifespan"}, receive, send)
    assert seen == ["socket-1234", None]
    assert sent == [
        {"type": "websocket.accept", "headers": [(b"x-request-id", b"socket-1234")]},
        {"type": "websocket.accept"},
    ]
