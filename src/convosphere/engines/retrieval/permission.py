"""What a question may find, as a condition on `retrieval_documents`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval.types import Query

_FILTERS = {
    "bases": "document.base_id = ANY(:bases)",
    # Where it lies is the last one; an earlier release put the folders above before it.
    "folders": "document.folder_path[cardinality(document.folder_path)] = ANY(:folders)",
    "tags_any": "document.tags && CAST(:tags_any AS uuid[])",
    "tags_all": "document.tags @> CAST(:tags_all AS uuid[])",
    "media_kinds": "document.media_kind = ANY(:media_kinds)",
    "languages": "document.language = ANY(:languages)",
    "authors": "document.author = ANY(:authors)",
    "date_from": "document.date >= :date_from",
    "date_to": "document.date < :date_to",
    "documents": "document.document_id = ANY(:documents)",
    "valid_at": "(document.valid_from IS NULL OR document.valid_from <= :valid_at)"
    " AND (document.valid_until IS NULL OR document.valid_until > :valid_at)",
}
_PERMITTED = (
    "document.organization_id = :organization_id AND document.version_id IS NOT NULL"
    " AND document.scope_id = ANY(:scopes)"
)


_ALLOWED = """
    SELECT found.chunk_id, found.version_id
      FROM unnest(CAST(:chunk_ids AS uuid[]), CAST(:document_ids AS uuid[]), CAST(:version_ids AS uuid[]))
           AS found (chunk_id, document_id, version_id)
      JOIN retrieval_documents AS document
           ON document.document_id = found.document_id AND document.version_id = found.version_id
     WHERE {permitted} AND NOT EXISTS (
           SELECT FROM retrieval_switched_off AS off
            WHERE off.organization_id = :organization_id AND off.chunk_id = found.chunk_id)
"""
_UNTOLD = """
    SELECT document.version_id, document.held_version_id, document.replaced_version_ids, {permitted} AS permitted
      FROM retrieval_documents AS document
     WHERE document.organization_id = :organization_id AND document.changes <> document.told
     ORDER BY document.document_id LIMIT :most
"""
# Of so many changes at once a question speaks; beyond, they are found as they are told.
_MOST_UNTOLD: Final = 20_000


@dataclass(frozen=True, slots=True)
class Untold:
    """Versions of documents of which an index behind the network says something old."""

    # What the question may find now.
    permitted: Sequence[UUID]
    # All of them, and what they have replaced.
    every: Sequence[UUID]


def permitted(query: Query) -> tuple[str, dict[str, Any]]:
    """The condition on `retrieval_documents AS document` that a question may find it, and the condition's values."""
    given: dict[str, Any] = {name: value for name, value in _wanted(query).items() if value is not None}
    values = {
        name: list(value) if isinstance(value, Collection) and not isinstance(value, str) else value
        for name, value in given.items()
    }
    values |= {"organization_id": query.organization_id, "scopes": list(query.scopes)}
    return " AND ".join([_PERMITTED, *(_FILTERS[name] for name in given)]), values


def _wanted(query: Query) -> dict[str, Any]:
    filters = query.filters
    moments = {name: getattr(filters, name) for name in ("date_from", "date_to", "valid_at")}
    lists = {
        name: getattr(filters, name) or None
        for name in ("folders", "tags_any", "tags_all", "media_kinds", "languages", "authors", "documents")
    }
    return {"bases": query.bases, **moments, **lists}


async def allowed(
    session: AsyncSession, query: Query, found: Sequence[tuple[UUID, UUID, UUID]]
) -> set[tuple[UUID, UUID]]:
    """Of what was found elsewhere (chunk, document, version): the chunks and versions that may be found now."""
    condition, values = permitted(query)
    chunk_ids, document_ids, version_ids = map(list, zip(*found, strict=True))
    values |= {"chunk_ids": chunk_ids, "document_ids": document_ids, "version_ids": version_ids}
    rows = await session.execute(text(_ALLOWED.format(permitted=condition)), values)
    return {(row[0], row[1]) for row in rows}


async def untold(session: AsyncSession, query: Query) -> Untold:
    """What a question has to say itself, because the index it is put to has not been told of it yet."""
    condition, values = permitted(query)
    rows = await session.execute(text(_UNTOLD.format(permitted=condition)), values | {"most": _MOST_UNTOLD})
    found = list(rows)
    every = {version for row in found for version in (row[1], *row[2]) if version is not None}
    return Untold([row[0] for row in found if row[3]], sorted(every))
