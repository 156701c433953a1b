"""Sends requests, and sends them again where that does no harm and may help."""

from typing import Final

import httpx

from convosphere_client._sync.io import sleep
from convosphere_client.errors import ConnectionFailedError
from convosphere_client.requests import Request, problem_of
from convosphere_client.retries import PASSING, Retries

# Before any of these the request had not left: every one may be repeated.
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_FOUND: Final = 404


class Sender:
    """The way to the server, for whoever asks."""

    def __init__(self, http: httpx.Client, retries: Retries) -> None:
        self._http = http
        self._retries = retries

    def send(self, wanted: Request, token: str | None) -> httpx.Response:
        """The answer to a request that worked.

        Raises:
            ProblemError: the server refused.
            ConnectionFailedError: it did not answer.
        """
        headers = dict(wanted.headers) if token is None else {**wanted.headers, "authorization": f"Bearer {token}"}
        attempt = 0
        unclear = False
        while True:
            try:
                response = self._http.request(
                    wanted.method,
                    f"/api/v1{wanted.path}",
                    params=wanted.query,
                    headers=headers,
                    json=wanted.json,
                    content=wanted.content,
                )
            except httpx.TransportError as error:
                left = not isinstance(error, _NOT_SENT)
                delay = self._retries.delay_after(attempt, None)
                if delay is None or (left and not wanted.repeatable):
                    raise ConnectionFailedError(f"{self._http.base_url} does not answer: {error}") from error
                unclear = unclear or left
            else:
                # An earlier attempt has deleted it, and its answer was lost.
                deleted = wanted.method == "DELETE" and unclear and response.status_code == _NOT_FOUND
                if response.is_success or deleted:
                    return response
                refusal = problem_of(response.status_code, response.headers, response.content)
                delay = self._retries.delay_after(attempt, refusal.problem.retry_after)
                if response.status_code not in PASSING or not wanted.repeatable or delay is None:
                    raise refusal
                unclear = True
            sleep(delay)
            attempt += 1
