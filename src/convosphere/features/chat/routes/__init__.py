"""The chat's doors: REST and socket."""

from convosphere.features.chat.routes.conversations import router as conversations_router
from convosphere.features.chat.routes.messages import router as messages_router
from convosphere.features.chat.routes.realtime import router as realtime_router

__all__ = ["conversations_router", "messages_router", "realtime_router"]
