"""PostgreSQL: the one that is started here or the one that is given, transactions bound to an organisation."""

from convosphere.platform.database.base import Base, TenantMixin, TimestampMixin
from convosphere.platform.database.database import Database, DatabaseUnavailableError
from convosphere.platform.database.embedded import (
    DataDirectoryInUseError,
    EmbeddedPostgres,
    EmbeddedPostgresError,
)
from convosphere.platform.database.open_transactions import TransactionOpenError, forbid_open_transaction
from convosphere.platform.database.paging import (
    Page,
    decode_cursor,
    decode_text_cursor,
    encode_cursor,
    encode_text_cursor,
)
from convosphere.platform.database.plain import Plain
from convosphere.platform.database.urls import DatabaseUrls

__all__ = [
    "Base",
    "DataDirectoryInUseError",
    "Database",
    "DatabaseUnavailableError",
    "DatabaseUrls",
    "EmbeddedPostgres",
    "EmbeddedPostgresError",
    "Page",
    "Plain",
    "TenantMixin",
    "TimestampMixin",
    "TransactionOpenError",
    "decode_cursor",
    "decode_text_cursor",
    "encode_cursor",
    "encode_text_cursor",
    "forbid_open_transaction",
]
