"""What found documents have in common, counted."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class FacetRow(NamedTuple):
    """One value of a facet."""

    name: str
    key: str
    label: str
    documents: int
    colour: str | None


# The documents are those whose texts were loaded for the reader: nothing else is counted.
_FACETS = text(
    """
    WITH found AS MATERIALIZED (
        SELECT id, base_id, folder_id, media_kind, language, author FROM documents
         WHERE id = ANY(CAST(:documents AS uuid[])) AND deleted_at IS NULL),
    counted AS (
        SELECT 'base' AS name, b.id::text AS key, b.name AS label, count(*) AS count, NULL AS colour
          FROM found JOIN knowledge_bases b ON b.id = found.base_id GROUP BY b.id, b.name
         UNION ALL
        SELECT 'folder', f.id::text, f.name, count(*), NULL
          FROM found JOIN knowledge_folders f ON f.id = found.folder_id GROUP BY f.id, f.name
         UNION ALL
        SELECT 'tag', t.id::text, t.name, count(*), t.colour
          FROM found JOIN document_tags dt ON dt.document_id = found.id JOIN knowledge_tags t ON t.id = dt.tag_id
         GROUP BY t.id, t.name, t.colour
         UNION ALL SELECT 'kind', media_kind, media_kind, count(*), NULL FROM found GROUP BY media_kind
         UNION ALL
        SELECT 'language', language, language, count(*), NULL FROM found WHERE language IS NOT NULL GROUP BY language
         UNION ALL
        SELECT 'author', author, author, count(*), NULL FROM found WHERE author IS NOT NULL GROUP BY author),
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY name ORDER BY count DESC, lower(label), key) AS place FROM counted)
    SELECT name, key, label, count, colour FROM ranked WHERE place <= :most ORDER BY name, place
    """
)


async def count_facets(session: AsyncSession, document_ids: Collection[UUID], *, most: int) -> list[FacetRow]:
    """The most frequent values of each facet among some documents. One statement."""
    if not document_ids:
        return []
    rows = await session.execute(_FACETS, {"documents": list(document_ids), "most": most})
    return [FacetRow(row[0], row[1], row[2], row[3], row[4]) for row in rows]
