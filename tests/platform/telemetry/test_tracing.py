import asyncio
import subprocess
import sys

from aiohttp import web
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from convosphere.platform.telemetry import span, start_tracing


def test_nothing_of_opentelemetry_is_imported_without_an_endpoint() -> None:
    code = (
        "import sys; from convosphere.platform import telemetry\n"
        "with telemetry.span('x', n=1): pass\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_spans_reach_the_collector() -> None:
    received: list[bytes] = []

    async def collect(request: web.Request) -> web.Response:
        assert request.path == "/v1/traces"
        received.append(await request.read())
        return web.Response(content_type="application/x-protobuf")

    collector = web.Application()
    collector.router.add_post("/{path:.*}", collect)
    runner = web.AppRunner(collector, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]

    tracing = await asyncio.to_thread(start_tracing, f"http://127.0.0.1:{port}", "1.2.3")
    app = FastAPI()

    @app.get("/people/{person_id}")
    async def person(person_id: str) -> str:
        with span("a step of ours", person=person_id):
            return person_id

    tracing.instrument(app)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        assert (await client.get("/people/7")).status_code == 200
    await asyncio.to_thread(tracing.stop)
    content = b"".join(received)
    for expected in (b"a step of ours", b"/people/{person_id}", b"convosphere", b"1.2.3"):
        assert expected in content
    with span("after the end"):
        pass
    await runner.cleanup()
