"""The chat's doors: REST and socket."""

from convosphere.features.chat.routes.branches import router as branches_router
from convosphere.features.chat.routes.context import router as context_router
from convosphere.features.chat.routes.conversations import router as conversations_router
from convosphere.features.chat.routes.messages import router as messages_router
from convosphere.features.chat.routes.order import router as order_router
from convosphere.features.chat.routes.preferences import router as preferences_router
from convosphere.features.chat.routes.queue import router as queue_router
from convosphere.features.chat.routes.realtime import router as realtime_router
from convosphere.features.chat.routes.search import router as search_router
from convosphere.features.chat.routes.shares import router as shares_router
from convosphere.features.chat.routes.sources import router as sources_router
from convosphere.features.chat.routes.together import router as together_router

ROUTERS = (
    branches_router,
    context_router,
    conversations_router,
    messages_router,
    order_router,
    preferences_router,
    queue_router,
    realtime_router,
    search_router,
    shares_router,
    sources_router,
    together_router,
)

__all__ = ["ROUTERS"]
