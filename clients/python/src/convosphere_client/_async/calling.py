"""What all operations stand on: a request as somebody, and its answer as a model."""

from ssl import SSLContext

import httpx

from convosphere_client._async.sending import AsyncSender
from convosphere_client._async.session import AsyncSession
from convosphere_client.errors import UnauthenticatedError
from convosphere_client.requests import Answer, Request, read
from convosphere_client.retries import Retries


class AsyncCaller:
    """Shows who it is with every request, and once more when that has expired."""

    def __init__(
        self,
        url: str,
        http: httpx.AsyncClient,
        session: AsyncSession,
        retries: Retries,
        *,
        language: str | None,
        ssl: SSLContext | None,
    ) -> None:
        self.url = url
        self._http = http
        self._sender = AsyncSender(http, retries)
        self._session = session
        self._retries = retries
        self._language = language
        self._ssl = ssl

    async def _send(self, wanted: Request) -> httpx.Response:
        token = await self._session.token()
        try:
            return await self._sender.send(wanted, token)
        except UnauthenticatedError:
            if not await self._session.renew(token):
                raise
            return await self._sender.send(wanted, await self._session.token())

    async def _call(self, wanted: Request, kind: type[Answer]) -> Answer:
        return read(kind, (await self._send(wanted)).content)
