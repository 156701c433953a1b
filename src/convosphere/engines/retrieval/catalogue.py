"""What is known of documents, in PostgreSQL for every index: who finds them, which version, which chunks are off.

Together with the index's own tables the only code that touches tables without a policy here; every statement names the
organisation (docs/decisions/0004).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval.types import DocumentEntry

_PUBLISH = text(
    """
    INSERT INTO retrieval_documents AS known (document_id, organization_id, base_id, scope_id, version_id,
        held_version_id, replaced_version_ids, chunks, folder_path, tags, media_kind, language, author, date,
        valid_from, valid_until, changes)
    VALUES (:document_id, :organization_id, :base_id, :scope_id, CAST(:version_id AS uuid), CAST(:version_id AS uuid),
        '{}', (SELECT count(*) FROM retrieval_chunks WHERE document_id = :document_id AND version_id = :version_id
                  AND organization_id = :organization_id),
        CAST(:folder_path AS uuid[]), CAST(:tags AS uuid[]), :media_kind, :language, :author, :date, :valid_from,
        :valid_until, :to_tell)
    ON CONFLICT (document_id) DO UPDATE SET
        base_id = excluded.base_id, scope_id = excluded.scope_id, version_id = excluded.version_id,
        held_version_id = coalesce(excluded.version_id, known.held_version_id),
        replaced_version_ids = CASE WHEN excluded.version_id IS NULL OR known.held_version_id IS NULL
            THEN known.replaced_version_ids
            ELSE array_remove(known.replaced_version_ids || known.held_version_id, excluded.version_id) END,
        chunks = excluded.chunks, folder_path = excluded.folder_path, tags = excluded.tags,
        media_kind = excluded.media_kind, language = excluded.language, author = excluded.author, date = excluded.date,
        valid_from = excluded.valid_from, valid_until = excluded.valid_until,
        changes = known.changes + excluded.changes
    WHERE known.organization_id = excluded.organization_id
    """
)
# Of a document that is known already, what is known stays.
_ANNOUNCE = text(
    """
    INSERT INTO retrieval_documents (document_id, organization_id, base_id, scope_id, version_id, held_version_id,
        replaced_version_ids, chunks, folder_path, tags, media_kind, language, author, date, valid_from, valid_until)
    VALUES (:document_id, :organization_id, :base_id, :scope_id, NULL, NULL, '{}', 0, CAST(:folder_path AS uuid[]),
        CAST(:tags AS uuid[]), :media_kind, :language, :author, :date, :valid_from, :valid_until)
    ON CONFLICT (document_id) DO NOTHING
    """
)
_FIND = text(
    """
    SELECT organization_id, document_id, base_id, scope_id, version_id,
           folder_path[cardinality(folder_path)] AS folder_id, tags, media_kind, language, author, date, valid_from,
           valid_until, held_version_id, replaced_version_ids, changes
      FROM retrieval_documents WHERE organization_id = :organization_id AND document_id = :document_id
    """
)
_REPLACED = text(
    "SELECT document_id FROM retrieval_documents WHERE organization_id = :organization_id"
    " AND document_id = ANY(:document_ids) AND replaced_version_ids <> '{}'"
)
# Others may have been replaced in the meantime.
_FORGET_REPLACED = text(
    """
    UPDATE retrieval_documents SET replaced_version_ids = ARRAY(
           SELECT version_id FROM unnest(replaced_version_ids) AS version_id
            WHERE version_id <> ALL(CAST(:version_ids AS uuid[])))
     WHERE organization_id = :organization_id AND document_id = :document_id AND replaced_version_ids <> '{}'
    """
)
# What was told last is what counts, also if it was old by then: it is told anew in that case.
_NOTE_TOLD = text(
    "UPDATE retrieval_documents SET told = :changes"
    " WHERE organization_id = :organization_id AND document_id = :document_id AND told <> :changes"
)
_FORGET = text(
    "DELETE FROM retrieval_documents WHERE organization_id = :organization_id AND document_id = ANY(:document_ids)"
)
_SWITCH_OFF = text(
    """
    INSERT INTO retrieval_switched_off (chunk_id, organization_id)
    SELECT DISTINCT chunk_id, CAST(:organization_id AS uuid) FROM unnest(CAST(:chunk_ids AS uuid[])) AS chunk_id
    ON CONFLICT DO NOTHING
    """
)
_SWITCH_ON = text(
    "DELETE FROM retrieval_switched_off WHERE organization_id = :organization_id AND chunk_id = ANY(:chunk_ids)"
)
_FIELDS: Final = tuple(field.name for field in fields(DocumentEntry))


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What is known of a document. `held_version_id`: what is found, or was last; `replaced`: what is to go.

    `changes` counts what an index behind the network is to be told.
    """

    entry: DocumentEntry
    held_version_id: UUID | None
    replaced: tuple[UUID, ...]
    changes: int


async def publish(session: AsyncSession, entries: Sequence[DocumentEntry], *, remote: bool) -> None:
    """Writes what is known of documents, in the caller's transaction; a `remote` index has to be told of it."""
    if entries:
        await session.execute(_PUBLISH, [row | {"to_tell": int(remote)} for row in _rows(entries)])


async def announce(session: AsyncSession, entries: Sequence[DocumentEntry]) -> None:
    """Writes what will be known of new documents, in the caller's transaction; nothing of them is found yet."""
    if entries:
        await session.execute(_ANNOUNCE, _rows(entries))


def _rows(entries: Sequence[DocumentEntry]) -> list[dict[str, Any]]:
    # Not `asdict`, which copies what is inside.
    values: list[dict[str, Any]] = [{name: getattr(entry, name) for name in _FIELDS} for entry in entries]
    for row in values:
        folder_id = row.pop("folder_id")
        row |= {"folder_path": [] if folder_id is None else [folder_id], "tags": list(row["tags"])}
    return values


async def replaced_of(session: AsyncSession, organization_id: UUID, document_ids: Collection[UUID]) -> list[UUID]:
    """Those of the documents of which versions are to be taken away."""
    values = {"organization_id": organization_id, "document_ids": list(document_ids)}
    return list((await session.execute(_REPLACED, values)).scalars())


async def switch(session: AsyncSession, organization_id: UUID, chunk_ids: Collection[UUID], *, on: bool) -> None:
    """Lets chunks be found or not."""
    values = {"organization_id": organization_id, "chunk_ids": list(chunk_ids)}
    await session.execute(_SWITCH_ON if on else _SWITCH_OFF, values)


async def find(session: AsyncSession, organization_id: UUID, document_id: UUID) -> KnownDocument | None:
    """What is known of a document; None: nothing."""
    values = {"organization_id": organization_id, "document_id": document_id}
    row = (await session.execute(_FIND, values)).mappings().first()
    if row is None:
        return None
    known: dict[str, Any] = dict(row)
    held, replaced = known.pop("held_version_id"), tuple(known.pop("replaced_version_ids"))
    changes = known.pop("changes")
    known["tags"] = tuple(known["tags"])
    return KnownDocument(DocumentEntry(**known), held, replaced, changes)


async def forget_replaced(
    session: AsyncSession, organization_id: UUID, document_id: UUID, version_ids: Collection[UUID]
) -> None:
    """These versions have been taken away."""
    values = {"organization_id": organization_id, "document_id": document_id, "version_ids": list(version_ids)}
    await session.execute(_FORGET_REPLACED, values)


async def note_told(session: AsyncSession, organization_id: UUID, document_id: UUID, changes: int) -> None:
    """An index behind the network says of a document what was known after so many changes."""
    values = {"organization_id": organization_id, "document_id": document_id, "changes": changes}
    await session.execute(_NOTE_TOLD, values)


async def forget(session: AsyncSession, organization_id: UUID, document_ids: Collection[UUID]) -> None:
    """Nothing is known of these documents any more."""
    values = {"organization_id": organization_id, "document_ids": list(document_ids)}
    await session.execute(_FORGET, values)
