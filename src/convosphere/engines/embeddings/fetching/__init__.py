"""Models from a hub: once, resumable, checked."""

from convosphere.engines.embeddings.fetching.manifest import HUB, SOURCES, ModelSource, RemoteFile
from convosphere.engines.embeddings.fetching.model import Progress, fetch_model, is_fetched

__all__ = ["HUB", "SOURCES", "ModelSource", "Progress", "RemoteFile", "fetch_model", "is_fetched"]
