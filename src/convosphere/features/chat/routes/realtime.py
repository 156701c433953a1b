"""The socket `/api/v1/realtime`: first frame authenticates, then it relays events and takes questions."""

import asyncio
import contextlib
from typing import cast

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from convosphere.features.accounts.types import RolePermissions
from convosphere.features.chat.routes.connection import Connection
from convosphere.features.chat.routes.connections import Connections
from convosphere.platform.context import Platform

router = APIRouter()


@router.websocket("/realtime")
async def realtime(websocket: WebSocket) -> None:
    """One client's connection, until either side ends it."""
    state = websocket.app.state
    platform = cast("Platform", state.platform)
    connection = Connection(
        websocket,
        platform,
        cast("RolePermissions", state.role_permissions),
        cast("Connections", state.chat_connections),
    )
    await websocket.accept()
    with platform.metrics.open_socket(), contextlib.suppress(WebSocketDisconnect, asyncio.CancelledError):
        await connection.run()
