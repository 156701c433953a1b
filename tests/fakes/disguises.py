"""Marks by which local servers are recognised, so that the fake can pass for one of them."""

from typing import Literal

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

Disguise = Literal["Ollama", "LM Studio", "llama.cpp"]


def add_disguise(app: web.Application, disguise: Disguise, models: tuple[str, ...]) -> None:
    """Adds the paths of a server's own API. llama.cpp shows itself in its list of models instead."""
    if disguise == "Ollama":
        body = {"version": "0.12.3"}
        app.router.add_get("/api/version", _answering(body))
    elif disguise == "LM Studio":
        data = [{"id": name, "object": "model", "type": "llm", "state": "not-loaded"} for name in models]
        app.router.add_get("/api/v0/models", _answering({"object": "list", "data": data}))


def _answering(body: object) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=orjson.dumps(body), content_type="application/json")

    return handler
