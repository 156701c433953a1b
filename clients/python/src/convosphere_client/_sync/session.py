"""Who the client is: an API key, or a session that is opened, kept, renewed and ended here."""

from http.cookies import CookieError, SimpleCookie
from typing import Final

import httpx

from convosphere_client._sync.io import Lock, blocking
from convosphere_client._sync.sending import Sender
from convosphere_client.credentials import Credentials, SessionStore, Tokens
from convosphere_client.errors import UnauthenticatedError, UnexpectedAnswerError
from convosphere_client.models_gen import SessionOut, SignInIn
from convosphere_client.requests import Request, read, request

_COOKIE: Final = "convosphere_refresh"


class Session:
    """Hands out the token of the moment. Access tokens last minutes: one that is refused is renewed."""

    def __init__(self, sender: Sender, credentials: Credentials, store: SessionStore) -> None:
        self._sender = sender
        self._credentials = credentials
        self._store = store
        self._tokens: Tokens | None = None
        self._lock = Lock()

    def token(self) -> str | None:
        """What the next request is to show; None: nobody is signed in.

        Raises:
            ProblemError: the server did not accept e-mail and password.
        """
        if self._credentials.api_key is not None:
            return self._credentials.api_key
        with self._lock:
            if self._tokens is None:
                self._tokens = blocking(self._store.load)
            if self._tokens is None:
                opened = self._sign_in_again()
                if opened is not None:
                    self._keep(opened)
            return None if self._tokens is None else self._tokens.access_token

    def renew(self, refused: str | None) -> bool:
        """Gets another token in place of one that was refused; False: there is none.

        Whoever else shares the session may have done it meanwhile.
        """
        if self._credentials.api_key is not None or refused is None:
            return False
        with self._lock:
            if self._tokens is not None and self._tokens.access_token != refused:
                return True
            blocking(self._store.acquire)
            try:
                kept = blocking(self._store.load)
                if kept is not None and kept.access_token != refused:
                    self._tokens = kept
                    return True
                known = kept or self._tokens
                renewed = None if known is None else self._refresh(known.refresh_token)
                self._keep(renewed or self._sign_in_again())
            finally:
                blocking(self._store.release)
            return self._tokens is not None

    def sign_in(self, email: str, password: str) -> SessionOut:
        """Opens a session and keeps it.

        Raises:
            ProblemError: the server did not accept them.
        """
        response = self._sender.send(request("POST", "/auth/sign-in", body=_sign_in(email, password)), None)
        with self._lock:
            self._keep(_tokens_in(response))
        return read(SessionOut, response.content)

    def sign_out(self) -> None:
        """Ends the session on the server and forgets it here; without one nothing happens."""
        with self._lock:
            kept = self._tokens or blocking(self._store.load)
            if kept is not None:
                self._sender.send(_with_cookie("/auth/sign-out", kept.refresh_token), None)
            self._keep(None)

    def _keep(self, tokens: Tokens | None) -> None:
        self._tokens = tokens
        blocking(lambda: self._store.save(tokens))

    def _sign_in_again(self) -> Tokens | None:
        email, password = self._credentials.email, self._credentials.password
        if email is None or password is None:
            return None
        return _tokens_in(self._sender.send(request("POST", "/auth/sign-in", body=_sign_in(email, password)), None))

    def _refresh(self, refresh_token: str) -> Tokens | None:
        try:
            return _tokens_in(self._sender.send(_with_cookie("/auth/refresh", refresh_token), None))
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
