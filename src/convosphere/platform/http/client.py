"""The guarded HTTP client: what users and models make the server fetch goes through it."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver

from convosphere.platform.http.addresses import AddressPolicy
from convosphere.platform.http.connector import RefusedConnectionError, guarded_connector
from convosphere.platform.http.errors import (
    AddressRefusedError,
    FetchError,
    FetchTimeoutError,
    InvalidUrlError,
    ResponseTooLargeError,
    TooManyRedirectsError,
)
from convosphere.platform.http.targets import REDIRECTS, Outgoing, parse_target

_CHUNK: Final = 64 * 1024
_MAX_BYTES: Final = 10 << 20
_MAX_REDIRECTS: Final = 5
_CONNECT_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete answer. `url` is where it came from in the end; header names are case-insensitive."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Limits:
    times: aiohttp.ClientTimeout
    size: int  # bytes
    redirects: int


class Streamed:
    """An answer whose body is still coming."""

    __slots__ = ("_max_bytes", "_response")

    def __init__(self, response: aiohttp.ClientResponse, max_bytes: int) -> None:
        self._response = response
        self._max_bytes = max_bytes

    @property
    def url(self) -> str:
        """Where it comes from in the end."""
        return str(self._response.url)

    @property
    def status(self) -> int:
        """The status code."""
        return self._response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are case-insensitive."""
        return self._response.headers

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body, uncompressed, as it comes.

        Raises:
            ResponseTooLargeError: more than `max_bytes` came.
            FetchTimeoutError: nothing came for too long.
            FetchError: the connection broke.
        """
        host = self._response.url.raw_host or ""
        left = self._max_bytes
        try:
            async for chunk in self._response.content.iter_chunked(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise ResponseTooLargeError(host=host, limit=self._max_bytes)
                yield chunk
        except TimeoutError as error:
            raise FetchTimeoutError(host=host) from error
        except (aiohttp.ClientError, OSError) as error:
            raise FetchError(host=host) from error


class GuardedClient:
    """Requests to `http` and `https` addresses in the public internet, or in `allowed_networks`.

    Each connection is checked at the address it goes to, each redirect anew. No cookies, no proxies from
    the environment, no redirects that carry credentials to another origin. `forbid_open_transaction` raises
    if the caller holds a database transaction: none may wait for somebody else's server.
    """

    def __init__(
        self,
        *,
        allowed_networks: Sequence[str] = (),
        forbid_open_transaction: Callable[[], None] = lambda: None,
        resolver: AbstractResolver | None = None,
        user_agent: str = "ConvoSphere",
    ) -> None:
        self._policy = AddressPolicy(allowed_networks)
        self._forbid_open_transaction = forbid_open_transaction
        self._resolver = resolver
        self._user_agent = user_agent
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout_seconds: float = 30,
        max_bytes: int = _MAX_BYTES,
        max_redirects: int = _MAX_REDIRECTS,
    ) -> Fetched:
        """Sends a request and reads the answer, whatever its status; `timeout_seconds` is for all of it.

        Raises:
            FetchError: or one of its kinds, see there.
        """
        outgoing = Outgoing(method, parse_target(url, self._policy), headers or {}, body)
        times = aiohttp.ClientTimeout(total=timeout_seconds, sock_connect=_CONNECT_SECONDS)
        async with self._open(outgoing, _Limits(times, max_bytes, max_redirects)) as answer:
            content = b"".join([chunk async for chunk in answer.chunks()])
            return Fetched(answer.url, answer.status, answer.headers, content)

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        pause_seconds: float = 60,
        max_bytes: int = _MAX_BYTES,
        max_redirects: int = _MAX_REDIRECTS,
    ) -> AsyncIterator[Streamed]:
        """Sends a request; the body is read inside the `async with`. No pause may exceed `pause_seconds`.

        Raises:
            FetchError: or one of its kinds, see there.
        """
        outgoing = Outgoing(method, parse_target(url, self._policy), headers or {}, body)
        times = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=pause_seconds)
        async with self._open(outgoing, _Limits(times, max_bytes, max_redirects)) as answer:
            yield answer

    async def close(self) -> None:
        """Closes all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @asynccontextmanager
    async def _open(self, outgoing: Outgoing, limits: _Limits) -> AsyncIterator[Streamed]:
        self._forbid_open_transaction()
        for _ in range(limits.redirects + 1):
            response = await self._send(outgoing, limits.times)
            try:
                location = response.headers.get("Location")
                if response.status not in REDIRECTS or location is None:
                    yield Streamed(response, limits.size)
                    return
            finally:
                response.close()  # a connection whose answer was read to its end is kept nevertheless
            outgoing = outgoing.redirected(response.status, location, self._policy)
        raise TooManyRedirectsError(host=outgoing.host)

    async def _send(self, outgoing: Outgoing, times: aiohttp.ClientTimeout) -> aiohttp.ClientResponse:
        host = outgoing.host
        try:
            return await self._opened_session().request(
                outgoing.method,
                outgoing.target,
                headers=outgoing.headers,
                data=outgoing.body,
                timeout=times,
                allow_redirects=False,
            )
        except TimeoutError as error:
            raise FetchTimeoutError(host=host) from error
        except aiohttp.InvalidURL as error:
            raise InvalidUrlError(host=host) from error
        except (aiohttp.ClientError, OSError) as error:
            if _was_refused(error):
                raise AddressRefusedError(host=host) from error
            raise FetchError(host=host) from error
        except ValueError as error:  # a method, a header or a host that cannot be sent
            raise InvalidUrlError(host=host) from error

    def _opened_session(self) -> aiohttp.ClientSession:
        if self._session is None:  # not in the constructor: it needs the running loop
            resolver = self._resolver if self._resolver is not None else aiohttp.ThreadedResolver()
            self._session = aiohttp.ClientSession(
                connector=guarded_connector(self._policy, resolver),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self._user_agent},
                trust_env=False,
            )
        return self._session


def _was_refused(error: BaseException | None) -> bool:
    """Whether the guard is behind the error; aiohttp wraps what happens while connecting."""
    while error is not None:
        if isinstance(error, RefusedConnectionError):
            return True
        error = error.__cause__ or error.__context__
    return False
