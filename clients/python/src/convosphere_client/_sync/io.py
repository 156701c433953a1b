"""All that differs between the two halves: waiting, threads, locks, sockets. Its twin has the same names."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from ssl import SSLContext
from typing import Annotated, Final, Self, TypeVar

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from convosphere_client.sockets import LARGEST_FRAME, CutError

Result = TypeVar("Result")
# What the other half waits for is here at once.
Eventually = Annotated[Result, "at once"]
Lock = threading.Lock
_CLOSE_SECONDS: Final = 2.0


def sleep(seconds: float) -> None:
    """Waits."""
    time.sleep(seconds)


def blocking(work: Callable[[], Result]) -> Result:
    """Runs what may wait for a disk or another process; here everything waits."""
    return work()


class Socket:
    """A WebSocket that carries texts."""

    def __init__(self, connection: ClientConnection, ending: ExitStack) -> None:
        self._connection = connection
        self._ending = ending

    @classmethod
    def open(cls, url: str, *, language: str | None, ssl: SSLContext | None, seconds: float) -> Self:
        """Connects.

        Raises:
            CutError: that did not work within `seconds`.
        """
        headers = {} if language is None else {"Accept-Language": language}
        ending = ExitStack()
        try:
            opening = connect(
                url,
                additional_headers=headers,
                ssl=ssl,
                open_timeout=seconds,
                close_timeout=_CLOSE_SECONDS,
                max_size=LARGEST_FRAME,
                compression=None,
            )
            # The library wants its connections in a block; ours end elsewhere.
            connection = ending.enter_context(opening)
        except (OSError, TimeoutError, WebSocketException) as error:
            raise CutError(None, str(error)) from error
        return cls(connection, ending)

    def send(self, text: str) -> None:
        """Sends a frame.

        Raises:
            CutError: the connection has ended.
        """
        try:
            self._connection.send(text)
        except ConnectionClosed as closed:
            raise CutError.after(closed) from closed

    def receive(self, seconds: float) -> str:
        """The next frame.

        Raises:
            CutError: the connection has ended, or nothing came within `seconds`.
        """
        try:
            return self._connection.recv(seconds, decode=True)
        except ConnectionClosed as closed:
            raise CutError.after(closed) from closed
        except TimeoutError as silence:
            raise CutError(None, f"nothing came for {seconds:g} s") from silence

    def close(self) -> None:
        """Ends the connection."""
        self._ending.close()
