"""Where files lie: a local directory or a bucket, behind one small interface (obstore)."""

from convosphere.platform.storage.errors import ObjectMissingError, StorageFullError, StorageUnavailableError, is_full
from convosphere.platform.storage.storage import Storage
from convosphere.platform.storage.workplace import Workplace

__all__ = ["ObjectMissingError", "Storage", "StorageFullError", "StorageUnavailableError", "Workplace", "is_full"]
