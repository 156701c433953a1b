"""Bases and documents that are found at once, without taking them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text, update

from convosphere.engines.retrieval import ChunkEntry, DocumentEntry, open_index
from convosphere.features.knowledge.tables import Chunk, Document, DocumentVersion, KnowledgeBase, KnowledgeMember
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document with the chunks of its current version."""

    id: UUID
    base_id: UUID
    version_id: UUID
    chunk_ids: list[UUID]


async def create_base(
    platform: Platform, organization_id: UUID, *, name: str = "Handbooks", everyone: str | None = None, **roles: UUID
) -> UUID:
    """A base; `roles`: "viewer" and so on to the person who is it."""
    base_id = new_id()
    now = platform.clock.now()
    async with platform.database.transaction(organization_id) as session:
        session.add(
            KnowledgeBase(
                id=base_id,
                organization_id=organization_id,
                name=name,
                strategy={"kind": "structure"},
                everyone_role=everyone,
                created_at=now,
                updated_at=now,
            )
        )
        await session.flush()
        for role, person_id in roles.items():
            session.add(
                KnowledgeMember(
                    organization_id=organization_id,
                    base_id=base_id,
                    kind="person",
                    subject_id=person_id,
                    role=role,
                    added_at=now,
                )
            )
    return base_id


async def create_document(
    platform: Platform, organization_id: UUID, base_id: UUID, name: str, texts: Sequence[str], **fields: Any
) -> MadeDocument:
    """A document whose chunks are `texts`, in the index and ready. `fields`: of the document; `heading`, `page`."""
    heading, page = fields.pop("heading", ()), fields.pop("page", None)
    version = fields.pop("version", {})
    made = MadeDocument(new_id(), base_id, new_id(), [uuid4() for _ in texts])
    now = platform.clock.now()
    rows, at = [], 0
    for ordinal, (chunk_id, words) in enumerate(zip(made.chunk_ids, texts, strict=True)):
        rows.append(
            Chunk(
                id=chunk_id,
                organization_id=organization_id,
                version_id=made.version_id,
                document_id=made.id,
                ordinal=ordinal,
                text=words,
                heading_path=list(heading),
                first_page=page,
                last_page=page,
                start=at,
                end=at + len(words),
                tokens=len(words) // 4,
                kind="text",
                language="en",
            )
        )
        at += len(words) + 2
    async with platform.database.transaction(organization_id) as session:
        document = Document(
            id=made.id,
            organization_id=organization_id,
            base_id=base_id,
            name=name,
            media_kind=fields.pop("media_kind", "text"),
            language=fields.pop("language", "en"),
            chunk_count=len(texts),
            created_at=fields.pop("created_at", now),
            updated_at=now,
            **fields,
        )
        session.add(document)
        await session.flush()
        session.add(
            DocumentVersion(
                id=made.version_id,
                organization_id=organization_id,
                document_id=made.id,
                base_id=base_id,
                number=1,
                name=name,
                media_type="text/plain",
                media_kind="text",
                size=at,
                origin="text",
                content_id=made.version_id,
                locale="en",
                created_at=now,
                **{"status": "ready", "stage": "done", "percent": 100, "ready_at": now, **version},
            )
        )
        await session.flush()
        session.add_all(rows)
        await session.flush()
        await session.execute(
            update(Document)
            .where(Document.id == made.id)
            .values(current_version_id=made.version_id, latest_version_id=made.version_id)
        )
    index = open_index(platform.settings.retrieval, platform.database)
    chunks = [
        ChunkEntry(chunk_id, ordinal, name, words, "en")
        for ordinal, (chunk_id, words) in enumerate(zip(made.chunk_ids, texts, strict=True))
    ]
    await index.stage(organization_id, made.id, made.version_id, None, chunks)
    async with platform.database.transaction(organization_id) as session:
        await index.publish(session, await _entry(session, made.id))
    return made


async def _entry(session: Any, document_id: UUID) -> DocumentEntry:
    row = (await session.execute(text("SELECT * FROM documents WHERE id = :id"), {"id": document_id})).mappings().one()
    return DocumentEntry(
        organization_id=row["organization_id"],
        document_id=row["id"],
        base_id=row["base_id"],
        scope_id=row["id"] if row["own_access"] else row["base_id"],
        version_id=None if row["deleted_at"] else row["current_version_id"],
        media_kind=row["media_kind"],
        language=row["language"],
        author=row["author"],
        date=row["document_date"] or row["created_at"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
    )
