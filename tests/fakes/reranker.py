"""A stand-in for a reranker on the wire, in both forms that servers speak."""

import asyncio
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web


class FakeReranker:
    """Scores by how many words of the question a text has; `says` is answered instead, if given."""

    def __init__(self) -> None:
        self.url = ""
        self._runner: web.AppRunner | None = None
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.says: web.Response | None = None
        self.raw = False
        self.counts: int | None = None
        self.hangs = False

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v2/rerank", self.answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v2/rerank"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def answer(self, request: web.Request) -> web.Response:
        """One request, in whichever form."""
        body = orjson.loads(await request.read())
        self.bodies.append(body)
        self.keys.append(request.headers.get("Authorization"))
        if self.hangs:
            await asyncio.sleep(30)
        if self.says is not None:
            return self.says
        texts = body.get("texts") or body["documents"]
        wanted = set(body["query"].split())
        scores = [len(wanted & set(text.split())) / len(wanted) for text in texts]
        if self.raw:
            scores = [score * 10 - 5 for score in scores]
        # The best first, as servers do.
        order = sorted(range(len(texts)), key=lambda place: -scores[place])
        if "texts" in body:
            return web.json_response([{"index": place, "score": scores[place]} for place in order])
        meta: dict[str, Any] = {"billed_units": {"search_units": 1}}
        if self.counts is not None:
            meta["tokens"] = {"input_tokens": self.counts}
        found = [{"index": place, "relevance_score": scores[place]} for place in order]
        return web.json_response({"id": "x", "results": found, "meta": meta})
