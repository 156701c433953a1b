"""What both halves know of sockets: how they end, and the server's reasons for it."""

from typing import Final, Self

from websockets.exceptions import ConnectionClosed

LARGEST_FRAME: Final = 64 * 1024 * 1024
UNAUTHENTICATED: Final = 4401


class CutError(Exception):
    """The connection has ended or was never made; `code`: what the server gave as its reason, if it gave one."""

    def __init__(self, code: int | None, reason: str) -> None:
        super().__init__(reason)
        self.code = code

    @classmethod
    def after(cls, closed: ConnectionClosed) -> Self:
        """The end that the library reports."""
        return cls(None if closed.rcvd is None else closed.rcvd.code, str(closed))


def realtime_url(url: str) -> str:
    """The socket's address on a server."""
    return f"{url.replace('http', 'ws', 1)}/api/v1/realtime"
