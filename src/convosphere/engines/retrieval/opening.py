"""Chooses the index by the settings."""

from convosphere.engines.retrieval.postgres import PostgresIndex
from convosphere.engines.retrieval.types import RetrievalIndex
from convosphere.engines.retrieval.weaviate import WeaviateIndex
from convosphere.platform.database import Database
from convosphere.platform.settings.retrieval import RetrievalSettings


def open_index(settings: RetrievalSettings, database: Database) -> RetrievalIndex:
    """The index of this process; nothing is reached yet. Close it at the end."""
    if settings.weaviate_url is not None:
        return WeaviateIndex(settings, database)
    return PostgresIndex(database)
