"""Speaks OpenAI's chat completions over HTTP, reading the stream from the wire itself."""

from collections.abc import AsyncGenerator

from yarl import URL

from convosphere.engines.llm.errors import BadRequestError
from convosphere.engines.llm.event_stream import EventStream
from convosphere.engines.llm.named_models import first_chatting, named_models, try_chat
from convosphere.engines.llm.openai.body import Quirk, chat_body, is_azure, quirk_behind
from convosphere.engines.llm.openai.chunks import ChatCompletion
from convosphere.engines.llm.openai.models import read_models
from convosphere.engines.llm.relay import relay
from convosphere.engines.llm.types import ChatRequest, ConnectionConfig, Event, ModelInfo
from convosphere.engines.llm.wire import Wire, endpoint, secrets_of

BASE_URL = "https://api.openai.com/v1"
_MAX_REMEMBERED = 1000


class OpenAIAdapter:
    """Any server with `/chat/completions` and, where it has it, `/models`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._quirks: dict[tuple[str, str], frozenset[Quirk]] = {}

    def stream(self, connection: ConnectionConfig, request: ChatRequest) -> AsyncGenerator[Event, None]:
        """See `Adapter.stream`."""
        return relay(lambda: self._open(connection, request), ChatCompletion(secrets_of(connection)))

    async def list_models(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """See `Adapter.list_models`. Models named in the connection's `extra` are taken as they are."""
        named = named_models(connection)
        if named:
            return named
        url = self._url(connection, "models")
        return read_models(await self._wire.get_json(connection, url, auth_headers(connection, url)))

    async def check(self, connection: ConnectionConfig) -> list[ModelInfo]:
        """See `Adapter.check`."""
        models = await self.list_models(connection)
        if named_models(connection):
            await self._try(connection, first_chatting(models))
            return models
        url = self._url(connection, "key")
        if url.host == "openrouter.ai":  # lists its models to everyone, so that proves nothing about the key
            await self._wire.get_json(connection, url, auth_headers(connection, url))
        return models

    async def aclose(self) -> None:
        """Nothing to let go of: the session is the gateway's."""

    async def _try(self, connection: ConnectionConfig, model: ModelInfo) -> None:
        """Proves that a model that was named by hand is there."""
        if model.kind != "embedding":
            await try_chat(self, connection, model.name)
            return
        url = self._url(connection, "embeddings")
        body = {"model": model.name, "input": "ok"}
        await self._wire.post_json(connection, url, auth_headers(connection, url), body)

    async def _open(self, connection: ConnectionConfig, request: ChatRequest) -> EventStream:
        """Asks; where the server refuses a part that we can do without, asks again without, once for each
        part.
        """
        url = self._url(connection, "chat/completions")
        key = (str(url), request.model)
        quirks = self._quirks.get(key, frozenset())
        while True:
            body = chat_body(connection, url, request, quirks)
            try:
                return await self._wire.open_stream(
                    connection, url, auth_headers(connection, url), body, gather=request.gather
                )
            except BadRequestError as error:
                quirk = quirk_behind(error, body)
                if quirk is None or quirk in quirks:
                    raise
                quirks |= {quirk}
                if len(self._quirks) < _MAX_REMEMBERED:
                    self._quirks[key] = quirks

    @staticmethod
    def _url(connection: ConnectionConfig, path: str) -> URL:
        return endpoint(connection.base_url or BASE_URL, path)


def auth_headers(connection: ConnectionConfig, url: URL) -> dict[str, str]:
    """How the server wants its key."""
    if not connection.api_key:
        return {}
    if is_azure(url):
        return {"api-key": connection.api_key}
    return {"Authorization": f"Bearer {connection.api_key}"}
