"""One authenticated connection to `/api/v1/realtime`, which follows one conversation."""

import json
from ssl import SSLContext
from typing import Any, Final, Self

from convosphere_client._async.io import AsyncSocket
from convosphere_client._async.session import AsyncSession
from convosphere_client.errors import UnexpectedAnswerError
from convosphere_client.sockets import CutError, realtime_url

_OPEN_SECONDS: Final = 10.0
# Heartbeats that may be missed, in heartbeats.
_PATIENCE: Final = 2.5


class AsyncRealtime:
    """Frames both ways. Silence of the server counts as a cut, for it sends heartbeats."""

    def __init__(self, socket: AsyncSocket) -> None:
        self._socket = socket
        self._patience = _OPEN_SECONDS

    @classmethod
    async def open(cls, url: str, session: AsyncSession, *, language: str | None, ssl: SSLContext | None) -> Self:
        """Connects and says who speaks.

        Raises:
            CutError: that did not work; with the code 4401 because of the token, see `RefusedTokenError`.
        """
        token = await session.token()
        opened = cls(await AsyncSocket.open(realtime_url(url), language=language, ssl=ssl, seconds=_OPEN_SECONDS))
        try:
            await opened.send({"type": "authenticate", "token": token or ""})
            ready = await opened.receive()
            while ready["type"] != "ready":
                ready = await opened.receive()
        except CutError as cut:
            await opened.close()
            raise RefusedTokenError(cut, token) from cut
        opened._patience = _PATIENCE * ready["heartbeat_seconds"]
        return opened

    async def send(self, frame: dict[str, object]) -> None:
        """Sends a frame.

        Raises:
            CutError: the connection has ended.
        """
        await self._socket.send(json.dumps(frame))

    async def receive(self) -> dict[str, Any]:
        """The next frame.

        Raises:
            CutError: the connection has ended.
            UnexpectedAnswerError: what came is no frame.
        """
        try:
            frame = json.loads(await self._socket.receive(self._patience))
        except ValueError as error:
            raise UnexpectedAnswerError("The server sent something that is no frame.") from error
        if not isinstance(frame, dict) or "type" not in frame:
            raise UnexpectedAnswerError("The server sent something that is no frame.")
        return frame

    async def close(self) -> None:
        """Ends the connection."""
        await self._socket.close()


class RefusedTokenError(CutError):
    """The connection ended before it was ready; `token` is what was shown."""

    def __init__(self, cut: CutError, token: str | None) -> None:
        super().__init__(cut.code, str(cut))
        self.token = token
