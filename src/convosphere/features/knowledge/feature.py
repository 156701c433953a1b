"""Announces knowledge."""

from convosphere.features.accounts.types import ADMINISTRATORS
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.jobs.bases import base_jobs
from convosphere.features.knowledge.jobs.documents import document_jobs
from convosphere.features.knowledge.jobs.embedding import embedding_jobs
from convosphere.features.knowledge.jobs.search import search_jobs
from convosphere.features.knowledge.routes import ROUTERS
from convosphere.features.knowledge.types.permissions import PERMISSIONS
from convosphere.platform.feature import Feature


def knowledge_feature(desk: Desk, search: SearchDesk) -> Feature:
    """Bases of documents: read, cut, indexed, kept in order."""
    return Feature(
        name="knowledge",
        routers=ROUTERS,
        jobs=(*base_jobs(desk), *document_jobs(desk), *embedding_jobs(desk, desk.embedders), *search_jobs(search)),
        permissions={**PERMISSIONS, "knowledge.embedders": ADMINISTRATORS},
        state={"knowledge_desk": desk, "knowledge_search": search, "embedders": desk.embedders},
        on_stop=(desk.embedders.aclose, desk.index.aclose),
    )
