"""The socket `/api/v1/realtime`: first frame authenticates, then it relays events and takes questions."""

import asyncio
import contextlib
from typing import cast

from fastapi import APIRouter
from starlette.routing import WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from convosphere.features.accounts.types import RolePermissions
from convosphere.features.chat.routes.connection import Connection
from convosphere.features.chat.routes.connections import Connections
from convosphere.platform.context import Platform


class Realtime:
    """One client's connection, until either side ends it.

    An ASGI application of its own: what the framework wraps a function in stays in memory for as long as a socket is
    open, and most of them say nothing all day.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one socket."""
        websocket = WebSocket(scope, receive, send)
        state = websocket.app.state
        platform = cast("Platform", state.platform)
        connection = Connection(
            websocket,
            platform,
            cast("RolePermissions", state.role_permissions),
            cast("Connections", state.chat_connections),
        )
        await websocket.accept()
        # Cancelled is who ends with the process: by then `run` has taken its leave, and nobody waits for this task.
        with platform.metrics.open_socket(), contextlib.suppress(WebSocketDisconnect, asyncio.CancelledError):
            await connection.run()


router = APIRouter(routes=[WebSocketRoute("/realtime", Realtime(), name="realtime")])
