"""Tells those who watch a base, once the transaction is through: ids and states, never names or content."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.tables import Document, DocumentVersion, Operation
from convosphere.features.knowledge.types import base_stream
from convosphere.platform.context import Platform
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import person_stream


def tell_version(session: AsyncSession, platform: Platform, version: DocumentVersion) -> None:
    """Sends `document.changed` with where the version is after the commit."""
    _tell(session, platform, version.base_id, version.created_by, _of_version(version))


def tell_versions(session: AsyncSession, platform: Platform, versions: Sequence[DocumentVersion]) -> None:
    """As `tell_version`, of versions of one base: each of them, at once."""
    by_person: dict[UUID | None, list[bytes]] = {}
    for version in versions:
        by_person.setdefault(version.created_by, []).append(orjson.dumps(_of_version(version)))
    for person_id, events in by_person.items():
        _send(session, platform, versions[0].base_id, person_id, events)


def _of_version(version: DocumentVersion) -> dict[str, object]:
    return {
        "type": "document.changed",
        "base_id": version.base_id,
        "document_id": version.document_id,
        "version_id": version.id,
        "status": version.status,
        "stage": version.stage,
        "percent": version.percent,
    }


def tell_document(session: AsyncSession, platform: Platform, document: Document) -> None:
    """Sends `document.changed` without a state: it is elsewhere, called otherwise, deleted, or for others."""
    event = {"type": "document.changed", "base_id": document.base_id, "document_id": document.id}
    _tell(session, platform, document.base_id, None, event)


def tell_base(session: AsyncSession, platform: Platform, base_id: UUID) -> None:
    """Sends `knowledge.changed`: folders, tags, or many documents are others now."""
    _tell(session, platform, base_id, None, {"type": "knowledge.changed", "base_id": base_id})


def tell_operation(session: AsyncSession, platform: Platform, operation: Operation) -> None:
    """Sends `operation.changed` with how far it is."""
    event = {
        "type": "operation.changed",
        "base_id": operation.base_id,
        "operation_id": operation.id,
        "status": operation.status,
        "total": operation.total,
        "done": operation.done,
        "failed": operation.failed,
    }
    _tell(session, platform, operation.base_id, operation.owner_id, event)


def _tell(
    session: AsyncSession, platform: Platform, base_id: UUID, person_id: UUID | None, event: dict[str, object]
) -> None:
    _send(session, platform, base_id, person_id, [orjson.dumps(event)])


def _send(
    session: AsyncSession, platform: Platform, base_id: UUID, person_id: UUID | None, events: Sequence[bytes]
) -> None:
    async def tell() -> None:
        await platform.log.append(base_stream(base_id), events)
        if person_id is not None:
            await platform.log.append(person_stream(person_id), events)

    after_commit(session, tell)
