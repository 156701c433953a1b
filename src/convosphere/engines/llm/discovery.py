"""Finds model servers on this machine: Ollama, LM Studio, llama.cpp."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import aiohttp
import orjson

from convosphere.engines.llm.errors import ProtocolError
from convosphere.engines.llm.openai.models import read_models
from convosphere.engines.llm.types import LocalServer
from convosphere.engines.llm.whole_body import read_bounded

LOCAL_PORTS: Mapping[str, int] = MappingProxyType({"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080})
_PATIENCE = 0.3
_MAX_BODY = 1024 * 1024


async def discover_local(
    session: aiohttp.ClientSession, *, ports: Mapping[str, int] = LOCAL_PORTS, patience: float = _PATIENCE
) -> list[LocalServer]:
    """The servers that answer on loopback within `patience` seconds, asked all at once.

    A port proves nothing (8080 may be ours), so each server has to show by a mark of its own that it is the
    one.
    """
    found = await asyncio.gather(*(_probe(session, name, port, patience) for name, port in ports.items()))
    return [server for server in found if server is not None]


async def _probe(session: aiohttp.ClientSession, name: str, port: int, patience: float) -> LocalServer | None:
    root = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(patience):
            listing = await _get(session, f"{root}/v1/models")
            if listing is None or not await _is(name, session, root, listing):
                return None
        return LocalServer(
            name=name, base_url=f"{root}/v1", models=[model for model in read_models(listing) if model.kind != "other"]
        )
    except (TimeoutError, aiohttp.ClientError, OSError, ProtocolError):
        return None


async def _is(name: str, session: aiohttp.ClientSession, root: str, listing: dict[str, Any]) -> bool:
    if name == "Ollama":
        return "version" in (await _get(session, f"{root}/api/version") or {})
    if name == "LM Studio":  # has an API of its own beside `/v1`
        return isinstance((await _get(session, f"{root}/api/v0/models") or {}).get("data"), list)
    entries = listing.get("data")
    return isinstance(entries, list) and any(
        isinstance(entry, dict) and entry.get("owned_by") == "llamacpp" for entry in entries
    )


async def _get(session: aiohttp.ClientSession, url: str) -> dict[str, Any] | None:
    async with session.get(url, allow_redirects=False) as response:
        if response.status != HTTPStatus.OK:
            return None
        try:
            body = orjson.loads(await read_bounded(response, _MAX_BODY))
        except orjson.JSONDecodeError:
            return None
        return body if isinstance(body, dict) else None
