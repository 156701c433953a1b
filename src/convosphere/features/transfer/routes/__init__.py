"""Routes of transfer, by noun."""

from convosphere.features.transfer.routes.exports import router as exports_router
from convosphere.features.transfer.routes.imports import router as imports_router

__all__ = ["exports_router", "imports_router"]
