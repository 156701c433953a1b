"""Speaks Anthropic's Messages API over HTTP, reading the stream from the wire itself."""

import re
from collections.abc import AsyncGenerator
from typing import Any

from yarl import URL

from convosphere.engines.llm.anthropic.body import messages_body
from convosphere.engines.llm.anthropic.message import Message
from convosphere.engines.llm.errors import BadRequestError, ProtocolError
from convosphere.engines.llm.event_stream import EventStream
from convosphere.engines.llm.named_models import named_models, try_chat
from convosphere.engines.llm.relay import relay
from convosphere.engines.llm.types import ChatRequest, ConnectionConfig, Event, ModelInfo
from convosphere.engines.llm.wire import Wire, endpoint, secrets_of

_BASE_URL = "https://api.anthropic.com/v1"
_VERSION = "2023-06-01"
_TOO_MANY = re.compile(r"max_tokens: \d+ > (\d+)")
_MAX_PAGES = 20
_MAX_REMEMBERED = 1000


class AnthropicAdapter:
    """Anthropic, and servers that offer the same API."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._most_tokens: dict[tuple[str, str], int] = {}

    def stream(self, connection: ConnectionConfig, request: ChatRequest) -> AsyncGenerator[Event, None]:
        """See `Adapter.stream`."""
        return relay(lambda: self._open(connection, request), Message(secrets_of(connection)))

    async def list_models(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """See `Adapter.list_models`. Models named in the connection's `extra` are taken as they are."""
        named = named_models(connection)
        if named:
            return named
        url = _url(connection, "models").update_query(limit="1000")
        models: list[ModelInfo] = []
        for _ in range(_MAX_PAGES):
            page = await self._wire.get_json(connection, url, _headers(connection))
            models += _read_models(page)
            last = page.get("last_id")
            if not page.get("has_more") or not isinstance(last, str):
                break
            url = url.update_query(after_id=last)
        return models

    async def check(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """See `Adapter.check`."""
        models = await self.list_models(connection)
        if named_models(connection):
            await try_chat(self, connection, models[0].name)
        return models

    async def aclose(self) -> None:
        """Nothing to let go of: the session is the gateway's."""

    async def _open(self, connection: ConnectionConfig, request: ChatRequest) -> EventStream:
        """Asks; where the model gives shorter answers than we allow, asks once more with its own limit."""
        url = _url(connection, "messages")
        key = (str(url), request.model)
        most = self._most_tokens.get(key)
        body = messages_body(connection, request, most_tokens=most)
        try:
            return await self._wire.open_stream(connection, url, _headers(connection), body, gather=request.gather)
        except BadRequestError as error:
            limit = _TOO_MANY.search(error.message)
            if limit is None or most is not None:
                raise
            most = int(limit[1])
            if len(self._most_tokens) < _MAX_REMEMBERED:
                self._most_tokens[key] = most
            body = messages_body(connection, request, most_tokens=most)
            return await self._wire.open_stream(connection, url, _headers(connection), body, gather=request.gather)


def _url(connection: ConnectionConfig, path: str) -> URL:
    return endpoint(connection.base_url or _BASE_URL, path, version="/v1")


def _headers(connection: ConnectionConfig) -> dict[str, str]:
    headers = {"anthropic-version": _VERSION}
    if connection.api_key:
        headers["x-api-key"] = connection.api_key
    return headers


def _read_models(page: dict[str, Any]) -> list[ModelInfo]:
    entries = page.get("data")
    if not isinstance(entries, list):
        raise ProtocolError("no list of models in the answer; is the base URL right?")
    return [_model(entry) for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)]


def _model(entry: dict[str, Any]) -> ModelInfo:
    display = entry.get("display_name")
    context = entry.get("max_input_tokens")
    return ModelInfo(
        name=entry["id"],
        display_name=display if isinstance(display, str) and display else entry["id"],
        context_window=context if isinstance(context, int) and context > 0 else None,
        vision=_supported(entry, "image_input"),
        reasoning=_supported(entry, "thinking"),
    )


def _supported(entry: dict[str, Any], capability: str) -> bool | None:
    """Newer API versions describe each model: `{"capabilities": {"thinking": {"supported": true}}}`."""
    capabilities = entry.get("capabilities")
    value = capabilities.get(capability) if isinstance(capabilities, dict) else None
    supported = value.get("supported") if isinstance(value, dict) else None
    return supported if isinstance(supported, bool) else None
