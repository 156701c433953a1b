"""What all operations stand on: a request as somebody, and its answer as a model."""

from ssl import SSLContext

import httpx

from convosphere_client._sync.sending import Sender
from convosphere_client._sync.session import Session
from convosphere_client.errors import UnauthenticatedError
from convosphere_client.requests import Answer, Request, read
from convosphere_client.retries import Retries


class Caller:
    """Shows who it is with every request, and once more when that has expired."""

    def __init__(
        self,
        url: str,
        http: httpx.Client,
        session: Session,
        retries: Retries,
        *,
        language: str | None,
        ssl: SSLContext | None,
    ) -> None:
        self.url = url
        self._http = http
        self._sender = Sender(http, retries)
        self._session = session
        self._retries = retries
        self._language = language
        self._ssl = ssl

    def _send(self, wanted: Request) -> httpx.Response:
        token = self._session.token()
        try:
            return self._sender.send(wanted, token)
        except UnauthenticatedError:
            if not self._session.renew(token):
                raise
            return self._sender.send(wanted, self._session.token())

    def _call(self, wanted: Request, kind: type[Answer]) -> Answer:
        return read(kind, (self._send(wanted)).content)
