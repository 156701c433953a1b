"""A provider of language models that is not one: real HTTP, the true wire formats of OpenAI and Anthropic.

In a test: the fixture `provider` (a `FakeProvider` in the test's loop). As a process: `python -m tests.fakes.provider
--port 9000`; then `GET /fake/requests` shows what it was asked and `POST /fake/script` takes a plan as JSON.
What a request gets: the first script that fits, else what the model's name asks for (see `tests.fakes.plan`).
API keys that begin with `bad` are refused.
"""

import argparse
import asyncio
import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from tests.fakes import anthropic_format, openai_format
from tests.fakes.answering import Format, answer
from tests.fakes.catalogue import anthropic_models, embeddings, openai_models
from tests.fakes.conversation import read_conversation
from tests.fakes.disguises import Disguise, add_disguise
from tests.fakes.pacing import Pacer
from tests.fakes.plan import Plan, plan_for
from tests.fakes.recording import Recorded
from tests.fakes.script import Part, parts_of, tool_names

MODELS = ("fake-words-20", "fake-words-200-50tps", "fake-echo", "fake-endless-50tps")
_KEPT = 1000
_ANTHROPIC_LIMIT = 64_000


@dataclass(slots=True)
class _Script:
    plan: Plan
    model: str | None
    times: int | None


class FakeProvider:
    """The server. `url` is the base URL for OpenAI's format, `anthropic_url` for Anthropic's."""

    def __init__(self, *, models: tuple[str, ...] = MODELS, disguise: Disguise | None = None) -> None:
        self.models = models
        self.listing: bytes | None = None  # what `GET /models` answers instead, byte for byte
        self.requests: deque[Recorded] = deque(maxlen=_KEPT)
        self.port = 0
        self._disguise = disguise
        self._scripts: list[_Script] = []
        self._pacer = Pacer()
        self._ids = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self._to_drop = 0
        self._transports: set[int] = set()

    @property
    def connections(self) -> int:
        """How many connections brought requests, as far as they can be told apart by their ports."""
        return len(self._transports)

    @property
    def url(self) -> str:
        """Base URL as OpenAI's client takes it."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def anthropic_url(self) -> str:
        """Base URL as Anthropic's client takes it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def chats(self) -> list[Recorded]:
        """The requests for answers, oldest first."""
        return [request for request in self.requests if request.path.endswith(("/chat/completions", "/messages"))]

    def script(
        self, plan: Plan | None = None, *, model: str | None = None, times: int | None = 1, **options: Any
    ) -> None:
        """The next `times` requests (None: all) for `model` (None: any) get this plan, or one of these options.

        Scripts are used up in the order in which they were given: `script(status=500)`, then `script(reply="Hi")`.
        """
        self._scripts.append(_Script(plan or Plan(**options), model, times))

    def drop_next(self, times: int = 1) -> None:
        """The next requests find the connection closed without a word."""
        self._to_drop = times

    def reset(self) -> None:
        """Forgets scripts and requests."""
        self._scripts.clear()
        self.requests.clear()

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> Self:
        """Listens; port 0 takes a free one."""
        self._runner = web.AppRunner(self._app(), access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=1024)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def stop(self) -> None:
        """Ends all streams and stops listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024, middlewares=[self._drop])
        app.router.add_post("/v1/chat/completions", self._chat_completions)
        app.router.add_post("/v1/messages", self._messages)
        app.router.add_post("/v1/embeddings", self._embeddings)
        app.router.add_get("/v1/models", self._list_models)
        app.router.add_get("/fake/requests", self._show_requests)
        app.router.add_post("/fake/script", self._take_script)
        app.router.add_delete("/fake/script", self._take_reset)
        if self._disguise is not None:
            add_disguise(app, self._disguise, self.models)
        return app

    @web.middleware
    async def _drop(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self._to_drop and request.transport is not None:
            self._to_drop -= 1
            request.transport.abort()
        return await handler(request)

    async def _chat_completions(self, request: web.Request) -> web.StreamResponse:
        body, record = await self._record(request)
        model = str(body.get("model", ""))
        plan = self._plan(model)
        key = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if key.startswith("bad"):
            return self._refuse(record, 401, openai_format.error_body(401, model, key), plan)
        if plan.status != web.HTTPOk.status_code:
            return self._refuse(
                record,
                plan.status,
                plan.body or openai_format.error_body(plan.refusal or plan.status, model, key),
                plan,
            )
        fault = openai_format.fault_in(body, plan)
        if fault is not None:
            return self._refuse(record, 400, fault, plan)
        talk = read_conversation(body["messages"])
        wire = openai_format.OpenAIFormat(f"chatcmpl-fake{next(self._ids)}", model, body, plan)
        limit = body.get("max_completion_tokens") or body.get("max_tokens")
        parts = parts_of(plan, talk, tool_names(body), limit)
        return await self._answer(request, record, plan, wire, parts)

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        body, record = await self._record(request)
        model = str(body.get("model", ""))
        plan = self._plan(model)
        if request.headers.get("x-api-key", "").startswith("bad"):
            return self._refuse(record, 401, anthropic_format.error_body(401, model), plan)
        if plan.status != web.HTTPOk.status_code:
            return self._refuse(
                record, plan.status, plan.body or anthropic_format.error_body(plan.refusal or plan.status, model), plan
            )
        fault = anthropic_format.fault_in(body, request.headers, 4096 if "small" in model else _ANTHROPIC_LIMIT)
        if fault is not None:
            error = {"type": "error", "error": {"type": "invalid_request_error", "message": fault}}
            return self._refuse(record, 400, orjson.dumps(error), plan)
        talk = read_conversation(body["messages"])
        wire = anthropic_format.AnthropicFormat(f"msg_fake{next(self._ids)}", model, talk.prompt_tokens, plan)
        parts = parts_of(plan, talk, tool_names(body), body["max_tokens"])
        return await self._answer(request, record, plan, wire, parts)

    async def _answer(
        self, request: web.Request, record: Recorded, plan: Plan, wire: Format, parts: Iterator[Part]
    ) -> web.StreamResponse:
        stream = bool(record.body.get("stream"))
        sent = False
        try:
            response, sent = await answer(request, plan, wire, parts, self._pacer, stream=stream)
        finally:
            self._end(record, "sent" if sent else "left")
        return response

    async def _embeddings(self, request: web.Request) -> web.StreamResponse:
        body, record = await self._record(request)
        model = str(body.get("model", ""))
        plan = self._plan(model)
        key = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if key.startswith("bad"):
            return self._refuse(record, 401, openai_format.error_body(401, model, key), plan)
        if plan.status != web.HTTPOk.status_code:
            refusal = plan.body or openai_format.error_body(plan.refusal or plan.status, model, key)
            return self._refuse(record, plan.status, refusal, plan)
        if plan.first_token_delay:
            await asyncio.sleep(plan.first_token_delay)
        self._end(record, "sent")
        if plan.raw is not None:
            return web.Response(body=plan.raw, content_type="application/json")
        return _json(embeddings(body))

    async def _list_models(self, request: web.Request) -> web.StreamResponse:
        _, record = await self._record(request)
        key = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if key.startswith("bad"):
            return self._refuse(record, 401, openai_format.error_body(401, "", key), Plan())
        if request.headers.get("x-api-key", "").startswith("bad"):
            return self._refuse(record, 401, anthropic_format.error_body(401, ""), Plan())
        self._end(record, "sent")
        if self.listing is not None:
            return web.Response(body=self.listing, content_type="application/json")
        if "anthropic-version" in request.headers:
            return _json(anthropic_models(self.models, request.query.get("after_id")))
        return _json(openai_models(self.models, "llamacpp" if self._disguise == "llama.cpp" else "fake"))

    async def _show_requests(self, _: web.Request) -> web.StreamResponse:
        shown = [{"path": r.path, "headers": r.headers, "body": r.body, "outcome": r.outcome} for r in self.requests]
        return _json({"requests": shown})

    async def _take_script(self, request: web.Request) -> web.StreamResponse:
        options = orjson.loads(await request.read())
        self.script(model=options.pop("model", None), times=options.pop("times", 1), **options)
        return _json({"scripts": [asdict(script.plan) | {"body": None} for script in self._scripts]})

    async def _take_reset(self, _: web.Request) -> web.StreamResponse:
        self.reset()
        return _json({})

    async def _record(self, request: web.Request) -> tuple[dict[str, Any], Recorded]:
        raw = await request.read()
        peer = request.transport.get_extra_info("peername") if request.transport else None
        self._transports.add(peer[1] if peer else 0)
        body = orjson.loads(raw) if raw else {}
        record = Recorded(request.path, {name.lower(): value for name, value in request.headers.items()}, body)
        self.requests.append(record)
        return body, record

    def _plan(self, model: str) -> Plan:
        for script in self._scripts:
            if script.model is None or script.model == model:
                if script.times is not None:
                    script.times -= 1
                    if script.times == 0:
                        self._scripts.remove(script)
                return script.plan
        return plan_for(model)

    def _refuse(self, record: Recorded, status: int, body: bytes, plan: Plan) -> web.Response:
        self._end(record, "refused")
        return web.Response(status=status, body=body, content_type="application/json", headers=dict(plan.headers))

    @staticmethod
    def _end(record: Recorded, outcome: str) -> None:
        record.outcome = outcome
        record.ended.set()


def _json(body: dict[str, Any]) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")


async def _serve(host: str, port: int) -> None:
    provider = await FakeProvider().start(port, host)
    print(f"fake provider on {provider.url}", flush=True)  # noqa: T201 - who starts the process reads the port here
    await asyncio.Event().wait()


def main() -> None:
    """Runs it as a process until it is ended."""
    import uvloop  # noqa: PLC0415 - tests run in their own loop without it

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    uvloop.run(_serve(arguments.host, arguments.port))


if __name__ == "__main__":
    main()
