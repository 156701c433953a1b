"""The connection to a Weaviate server: opened at first use, tried again when it breaks, errors in our words."""

import asyncio
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from convosphere.engines.retrieval.types import IndexUnavailableError
from convosphere.platform.settings.retrieval import RetrievalSettings

if TYPE_CHECKING:
    from weaviate import WeaviateAsyncClient

_Result = TypeVar("_Result")
_TRIES: Final = 3
_PAUSE_SECONDS: Final = 0.2
# A request that takes longer makes us look whether the server is there at all.
_LOOK_SECONDS: Final = 2.0
# Whoever is there says so, and opens a connection, within this time, whatever else it has to do.
_SIGN_SECONDS: Final = 3.0


class Connection:
    """One client for the process."""

    def __init__(self, settings: RetrievalSettings) -> None:
        self._settings = settings
        self._client: WeaviateAsyncClient | None = None
        self._opening: asyncio.Task[WeaviateAsyncClient] | None = None
        self._package: ModuleType | None = None
        # Told when the server did not do what it was asked, however often: it may have been set up anew.
        self.on_failure: Callable[[], None] = lambda: None

    @property
    def package(self) -> Any:  # noqa: ANN401 - the package of the client, loaded only when there is a server
        """The client's package; only inside `call`."""
        return self._package

    async def call(self, request: Callable[["WeaviateAsyncClient"], Awaitable[_Result]]) -> _Result:
        """Runs a request that can be repeated; tries again if the server does not answer.

        Raises:
            IndexUnavailableError: it does not answer, or refuses.
        """
        for attempt in range(1, _TRIES + 1):
            client = await self._open()
            exceptions = self.package.exceptions
            try:
                return await self._watched(client, request)
            except (exceptions.WeaviateInvalidInputError, exceptions.WeaviateInsertInvalidPropertyError) as error:
                # No other try would change that.
                raise IndexUnavailableError(f"Weaviate's client refuses: {error}") from error
            except (exceptions.WeaviateBaseError, OSError) as error:
                if attempt == _TRIES:
                    self.on_failure()
                    raise IndexUnavailableError(f"Weaviate does not answer: {error}") from error
                await asyncio.sleep(_PAUSE_SECONDS * attempt)
        raise AssertionError  # every round returns or raises

    async def _watched(
        self, client: "WeaviateAsyncClient", request: Callable[["WeaviateAsyncClient"], Awaitable[_Result]]
    ) -> _Result:
        """Waits for a request as long as the server is there: the client itself waits a minute for one that is gone."""
        asked = asyncio.ensure_future(request(client))
        try:
            while not (await asyncio.wait({asked}, timeout=_LOOK_SECONDS))[0]:
                if not await _lives(client) and not asked.done():
                    self.on_failure()
                    raise IndexUnavailableError("Weaviate is away")
            return await asked
        finally:
            asked.cancel()

    async def _open(self) -> "WeaviateAsyncClient":
        """The client; all who ask for it at the same time wait for the same attempt, and fail with it."""
        if self._client is not None:
            return self._client
        if self._opening is None:
            self._opening = asyncio.create_task(self._opened())
            self._opening.add_done_callback(self._forget_opening)
        return await asyncio.shield(self._opening)

    async def _opened(self) -> "WeaviateAsyncClient":
        # Takes a second or two.
        self._package = await asyncio.to_thread(_load)
        self._client = await self._connected()
        return self._client

    def _forget_opening(self, opening: "asyncio.Task[WeaviateAsyncClient]") -> None:
        self._opening = None
        if not opening.cancelled():
            # Everybody who waited for it may have gone.
            opening.exception()

    async def _connected(self) -> "WeaviateAsyncClient":
        url, key = self._settings.weaviate_url, self._settings.weaviate_api_key
        assert url is not None  # noqa: S101 - nobody makes this object without an address
        assert url.host is not None  # noqa: S101 - an address of the web has one
        secure = url.scheme == "https"
        seconds = self._settings.weaviate_seconds
        init = self.package.classes.init
        client: WeaviateAsyncClient = self.package.use_async_with_custom(
            http_host=url.host,
            http_port=url.port or (443 if secure else 80),
            http_secure=secure,
            grpc_host=url.host,
            grpc_port=self._settings.weaviate_grpc_port,
            grpc_secure=secure,
            # The checks include a question to a package registry for the client's newest version.
            skip_init_checks=True,
            auth_credentials=None if key is None else init.Auth.api_key(key.get_secret_value()),
            additional_config=init.AdditionalConfig(
                timeout=init.Timeout(init=seconds, query=seconds, insert=seconds),
                trust_env=False,
            ),
        )
        try:
            # Its own limit holds for a part of that only.
            async with asyncio.timeout(_SIGN_SECONDS):
                await client.connect()
        except (self.package.exceptions.WeaviateBaseError, OSError) as error:
            await client.close()
            raise IndexUnavailableError(f"Weaviate does not answer at {url}: {str(error) or 'no word'}") from error
        except asyncio.CancelledError:
            await client.close()
            raise
        return client

    async def aclose(self) -> None:
        """Ends the connection; a later call opens another one."""
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.wait({self._opening})
        if self._client is not None:
            await self._client.close()
            self._client = None


async def _lives(client: "WeaviateAsyncClient") -> bool:
    try:
        async with asyncio.timeout(_SIGN_SECONDS):
            return bool(await client.is_live())
    except TimeoutError:
        return False


def _load() -> ModuleType:
    try:
        import weaviate  # noqa: PLC0415 - an optional package; loaded only when a server is named
        import weaviate.classes  # noqa: PLC0415 - see above
    except ImportError as error:
        raise IndexUnavailableError("Weaviate is chosen but its client is missing: convosphere[weaviate]") from error
    return weaviate
