"""HTTP as the wire adapters need it: one session for all, streams with patience, refusals as typed errors."""

import asyncio
import io
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from yarl import URL

from convosphere.engines.llm.encoding import encode_body
from convosphere.engines.llm.errors import (
    BadRequestError,
    ProtocolError,
    ProviderError,
    ProviderTimeoutError,
    UnavailableError,
)
from convosphere.engines.llm.event_stream import EventStream
from convosphere.engines.llm.failures import clean, error_from_response
from convosphere.engines.llm.types import ConnectionConfig
from convosphere.engines.llm.unreachable import ConnectTimeoutError, UnreachableError, unreachable_error
from convosphere.engines.llm.whole_body import read_bounded
from convosphere.platform.http import open_socket_to_servers

_LARGE_BODY = 256 * 1024
_MAX_BODY = 8 * 1024 * 1024
_MAX_ANSWER = 64 * 1024 * 1024
_MAX_REFUSAL = 64 * 1024
_LIST_TIMEOUT = 15.0
_REFUSAL_TIMEOUT = 5.0
_IDLE_CONNECTION = 30.0
_SHORTEST_SECRET = 8


def endpoint(base_url: str, path: str, *, version: str = "") -> URL:
    """`path` under a base URL as people type it: bare, with `/v1`, with a query (Azure), or with the path
    itself.

    A bare host gets `/v1`; `version` ("/v1") is added wherever it is missing. Raises BadRequestError.
    """
    try:
        base = URL(base_url.strip())
    except ValueError:
        base = URL()
    if base.scheme not in {"http", "https"} or not base.host:
        raise BadRequestError(f"not a web address: {clean(base_url, ())}")
    stem = base.path.rstrip("/").removesuffix("/chat/completions").removesuffix("/messages") or "/v1"
    if not stem.endswith(version):
        stem += version
    return base.with_path(f"{stem}/{path}", keep_query=True)


def extra_headers(connection: ConnectionConfig) -> dict[str, str]:
    """The headers that the connection's `extra` adds to every request."""
    headers = connection.extra.get("headers")
    return {str(name): str(value) for name, value in headers.items()} if isinstance(headers, Mapping) else {}


def secrets_of(connection: ConnectionConfig) -> tuple[str, ...]:
    """What must not be repeated in an error message, though the provider may."""
    return (
        connection.api_key or "",
        *(v for v in extra_headers(connection).values() if len(v) >= _SHORTEST_SECRET),
    )


class Wire:
    """The process's HTTP session for model providers, made in the loop that first needs it."""

    def __init__(self, session: aiohttp.ClientSession | None = None) -> None:
        self._given = session
        self._own: aiohttp.ClientSession | None = None

    def session(self) -> aiohttp.ClientSession:
        """The given session, or an own one: no limit of connections, kept alive, no cookies."""
        if self._given is not None:
            return self._given
        if self._own is None or self._own.closed:
            self._own = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0, keepalive_timeout=_IDLE_CONNECTION, socket_factory=open_socket_to_servers
                ),
                timeout=aiohttp.ClientTimeout(total=None),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._own

    async def aclose(self) -> None:
        """Closes the own session; a given one belongs to its giver."""
        if self._own is not None:
            await self._own.close()
            self._own = None

    async def open_stream(
        self,
        connection: ConnectionConfig,
        url: URL,
        headers: Mapping[str, str],
        body: Mapping[str, object],
        *,
        gather: bool = False,
    ) -> EventStream:
        """POSTs JSON and returns the answer's stream as soon as its headers are there. Raises
        `ProviderError`.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + connection.timeouts.first_token
        stream_headers = {
            **headers,
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
            # Compressing a stream of tokens makes proxies hold them back, and costs more than it saves.
            "Accept-Encoding": "identity",
            **extra_headers(connection),
        }
        data = encode_body(body)
        try:
            async with asyncio.timeout_at(deadline):
                response = await self._request(connection, "POST", url, stream_headers, data)
        except TimeoutError:
            raise ProviderTimeoutError("no answer began in time", phase="first_token") from None
        if response.status != HTTPStatus.OK:
            await self._refuse(connection, response)
        return EventStream(response, connection.timeouts, deadline, gather=gather)

    async def get_json(self, connection: ConnectionConfig, url: URL, headers: Mapping[str, str]) -> dict[str, Any]:
        """GETs a JSON object. Raises `ProviderError`."""
        return await self._whole(connection, "GET", url, headers)

    async def post_json(
        self, connection: ConnectionConfig, url: URL, headers: Mapping[str, str], body: Mapping[str, object]
    ) -> dict[str, Any]:
        """POSTs JSON and reads a JSON object, with the connection's patience for a first token. Raises
        `ProviderError`.
        """
        json_headers = {**headers, "Content-Type": "application/json"}
        return await self._whole(
            connection,
            "POST",
            url,
            json_headers,
            data=encode_body(body),
            patience=connection.timeouts.first_token,
            most=_MAX_ANSWER,
        )

    async def _whole(
        self,
        connection: ConnectionConfig,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        *,
        data: bytes | None = None,
        patience: float = _LIST_TIMEOUT,
        most: int = _MAX_BODY,
    ) -> dict[str, Any]:
        try:
            async with asyncio.timeout(patience):
                response = await self._request(
                    connection,
                    method,
                    url,
                    {**headers, "Accept": "application/json", **extra_headers(connection)},
                    data,
                )
                try:
                    if response.status != HTTPStatus.OK:
                        await self._refuse(connection, response)
                    body = await read_bounded(response, most)
                finally:
                    response.release()
        except TimeoutError:
            raise ProviderTimeoutError("no answer in time", phase="first_token") from None
        except aiohttp.ClientError:
            raise UnavailableError("the answer broke off") from None
        try:
            decoded = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise ProtocolError(f"not JSON but {response.content_type}; is the base URL right?") from None
        if isinstance(decoded, list):
            decoded = {"data": decoded}  # Together lists models without the envelope
        if not isinstance(decoded, dict):
            raise ProtocolError("JSON, but not an object; is the base URL right?")
        return decoded

    async def _request(
        self,
        connection: ConnectionConfig,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        data: bytes | None = None,
    ) -> aiohttp.ClientResponse:
        timeout = aiohttp.ClientTimeout(total=None, connect=connection.timeouts.connect)
        for again in (True, False):
            try:
                # In one piece, pictures would hold up everyone else.
                body = io.BytesIO(data) if data is not None and len(data) > _LARGE_BODY else data
                return await self.session().request(
                    method, url, headers=headers, data=body, timeout=timeout, allow_redirects=False
                )
            except aiohttp.ServerDisconnectedError as error:
                # A kept connection may be closed by the server at the very moment we use it again.
                if not again:
                    raise _unasked(error, url) from None
            except aiohttp.ConnectionTimeoutError:
                raise ConnectTimeoutError(f"no connection to {_where(url)} in time", phase="connect") from None
            except (aiohttp.ClientError, OSError) as error:
                if isinstance(error, TimeoutError):
                    raise
                raise _unasked(error, url) from None
        raise AssertionError

    async def _refuse(self, connection: ConnectionConfig, response: aiohttp.ClientResponse) -> None:
        """Raises what an answer other than 200 means."""
        try:
            async with asyncio.timeout(_REFUSAL_TIMEOUT):
                body = await read_bounded(response, _MAX_REFUSAL)
        except (TimeoutError, aiohttp.ClientError):
            body = b""  # the status alone says enough
        finally:
            response.release()
        raise error_from_response(response.status, response.headers, body, secrets_of(connection))


def _where(url: URL) -> str:
    return f"{url.host}:{url.port}"


def _unasked(error: Exception, url: URL) -> ProviderError:
    """What it means that no answer began, in words of ours: aiohttp's speak of its classes."""
    reason = unreachable_error(error, _where(url))
    if reason is not None:
        return reason
    if isinstance(error, aiohttp.ClientConnectorError):
        return UnreachableError(f"no connection to {_where(url)}")
    if isinstance(error, aiohttp.ClientResponseError):
        return UnavailableError(f"what {_where(url)} sends is not HTTP")
    return UnavailableError("the connection broke before an answer began")
