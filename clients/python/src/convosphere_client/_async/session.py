"""Who the client is: an API key, or a session that is opened, kept, renewed and ended here."""

from http.cookies import CookieError, SimpleCookie
from typing import Final

import httpx

from convosphere_client._async.io import Lock, blocking
from convosphere_client._async.sending import AsyncSender
from convosphere_client.credentials import Credentials, SessionStore, Tokens
from convosphere_client.errors import UnauthenticatedError, UnexpectedAnswerError
from convosphere_client.models_gen import SessionOut, SignInIn
from convosphere_client.requests import Request, read, request

_COOKIE: Final = "convosphere_refresh"


class AsyncSession:
    """Hands out the token of the moment. Access tokens last minutes: one that is refused is renewed."""

    def __init__(self, sender: AsyncSender, credentials: Credentials, store: SessionStore) -> None:
        self._sender = sender
        self._credentials = credentials
        self._store = store
        self._tokens: Tokens | None = None
        self._lock = Lock()

    async def token(self) -> str | None:
        """What the next request is to show; None: nobody is signed in.

        Raises:
            ProblemError: the server did not accept e-mail and password.
        """
        if self._credentials.api_key is not None:
            return self._credentials.api_key
        async with self._lock:
            if self._tokens is None:
                self._tokens = await blocking(self._store.load)
            if self._tokens is None:
                opened = await self._sign_in_again()
                if opened is not None:
                    await self._keep(opened)
            return None if self._tokens is None else self._tokens.access_token

    async def renew(self, refused: str | None) -> bool:
        """Gets another token in place of one that was refused; False: there is none.

        Whoever else shares the session may have done it meanwhile.
        """
        if self._credentials.api_key is not None or refused is None:
            return False
        async with self._lock:
            if self._tokens is not None and self._tokens.access_token != refused:
                return True
            await blocking(self._store.acquire)
            try:
                kept = await blocking(self._store.load)
                if kept is not None and kept.access_token != refused:
                    self._tokens = kept
                    return True
                known = kept or self._tokens
                renewed = None if known is None else await self._refresh(known.refresh_token)
                await self._keep(renewed or await self._sign_in_again())
            finally:
                await blocking(self._store.release)
            return self._tokens is not None

    async def sign_in(self, email: str, password: str) -> SessionOut:
        """Opens a session and keeps it.

        Raises:
            ProblemError: the server did not accept them.
        """
        response = await self._sender.send(request("POST", "/auth/sign-in", body=_sign_in(email, password)), None)
        async with self._lock:
            await self._keep(_tokens_in(response))
        return read(SessionOut, response.content)

    async def sign_out(self) -> None:
        """Ends the session on the server and forgets it here; without one nothing happens."""
        async with self._lock:
            kept = self._tokens or await blocking(self._store.load)
            if kept is not None:
                await self._sender.send(_with_cookie("/auth/sign-out", kept.refresh_token), None)
            await self._keep(None)

    async def _keep(self, tokens: Tokens | None) -> None:
        self._tokens = tokens
        await blocking(lambda: self._store.save(tokens))

    async def _sign_in_again(self) -> Tokens | None:
        email, password = self._credentials.email, self._credentials.password
        if email is None or password is None:
            return None
        return _tokens_in(
            await self._sender.send(request("POST", "/auth/sign-in", body=_sign_in(email, password)), None)
        )

    async def _refresh(self, refresh_token: str) -> Tokens | None:
        try:
            return _tokens_in(await self._sender.send(_with_cookie("/auth/refresh", refresh_token), None))
        except UnauthenticatedError:
            return None


def _sign_in(email: str, password: str) -> SignInIn:
    return SignInIn(email=email, password=password)


def _with_cookie(path: str, refresh_token: str) -> Request:
    # The server lets the same token renew again for ten seconds, with the same result: so a lost answer does no harm.
    return Request("POST", path, {}, {"cookie": f"{_COOKIE}={refresh_token}"}, repeatable=True)


def _tokens_in(response: httpx.Response) -> Tokens:
    session = read(SessionOut, response.content)
    cookies: SimpleCookie = SimpleCookie()
    try:
        for header in response.headers.get_list("set-cookie"):
            cookies.load(header)
        return Tokens(access_token=session.access_token, refresh_token=cookies[_COOKIE].value)
    except (CookieError, KeyError) as error:
        raise UnexpectedAnswerError("The server opened a session without a way to renew it.") from error
