"""REST: knowledge, a noun a module. All below `/knowledge`."""

from fastapi import APIRouter

from convosphere.features.knowledge.routes.bases import router as bases_router
from convosphere.features.knowledge.routes.bench import router as bench_router
from convosphere.features.knowledge.routes.documents import router as documents_router
from convosphere.features.knowledge.routes.embedding import router as embedding_router
from convosphere.features.knowledge.routes.figures import router as figures_router
from convosphere.features.knowledge.routes.operations import router as operations_router
from convosphere.features.knowledge.routes.order import router as order_router
from convosphere.features.knowledge.routes.reading import router as reading_router
from convosphere.features.knowledge.routes.search import router as search_router
from convosphere.features.knowledge.routes.uploads import router as uploads_router

ROUTERS: tuple[APIRouter, ...] = (
    bases_router,
    uploads_router,
    documents_router,
    order_router,
    reading_router,
    operations_router,
    embedding_router,
    bench_router,
    figures_router,
    search_router,
)
