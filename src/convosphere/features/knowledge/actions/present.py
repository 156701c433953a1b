"""Turns rows into what the API shows."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from convosphere.engines.documents import NOTICES, reader_number
from convosphere.features.knowledge.schemas.documents import DocumentOut, VersionOut
from convosphere.features.knowledge.schemas.texts import Problem
from convosphere.features.knowledge.tables import Document, DocumentVersion
from convosphere.features.knowledge.types import DocumentStatus, MediaKind, Stage, VersionOrigin
from convosphere.platform.i18n import has_text, translate

_UNKNOWN = "document_failed"


def problem(code: str | None, params: Mapping[str, Any] | None, locale: str) -> Problem | None:
    """What went wrong, in the language `locale`: in knowledge's own words, else in those of the error."""
    return None if code is None else known_problem(code, params, locale)


def known_problem(code: str, params: Mapping[str, Any] | None, locale: str) -> Problem:
    """The same of a code that is there."""
    places = (f"knowledge.problems.{code}", f"errors.{code}", f"knowledge.problems.{_UNKNOWN}")
    key = next(place for place in places if has_text(f"{place}.title"))
    return Problem(
        code=code,
        title=translate(f"{key}.title", locale, **(params or {})),
        detail=translate(f"{key}.detail", locale, **(params or {})),
    )


def _told(codes: Sequence[str], locale: str) -> dict[str, list[Problem]]:
    """What is missing in a document though it could be read, and what is only to be known of it."""
    warnings = [known_problem(f"document_{code}", None, locale) for code in codes if code not in NOTICES]
    notices = [known_problem(f"document_{code}", None, locale) for code in codes if code in NOTICES]
    return {"warnings": warnings, "notices": notices}


def _older_reader(version: DocumentVersion) -> bool:
    return version.status == DocumentStatus.READY and version.reader < reader_number(version.media_type)


def present_document(
    row: Document, latest: DocumentVersion, found: int | None, tags: Sequence[UUID], locale: str
) -> DocumentOut:
    """A document; `found` is the number of its current version."""
    return DocumentOut(**document_fields(row, latest, found, tags, locale))


def document_fields(
    row: Document, latest: DocumentVersion, found: int | None, tags: Sequence[UUID], locale: str
) -> dict[str, Any]:
    """The fields of a `DocumentOut`."""
    return {
        "id": row.id,
        "base_id": row.base_id,
        "folder_id": row.folder_id,
        "name": row.name,
        "status": DocumentStatus(latest.status),
        "stage": Stage(latest.stage),
        "percent": latest.percent,
        "problem": problem(latest.problem_code, latest.problem_params, locale),
        **_told(latest.warnings, locale),
        "older_reader": _older_reader(latest),
        "version": latest.number,
        "found": found,
        "media_kind": MediaKind(row.media_kind if found else latest.media_kind),
        "media_type": latest.media_type,
        "language": row.language,
        "author": row.author,
        "size": latest.size,
        "pages": latest.pages,
        "characters": latest.characters,
        "chunk_count": row.chunk_count,
        "own_access": row.own_access,
        "document_date": row.document_date,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "tags": list(tags),
        "downloads": row.downloads,
        "created_by": row.created_by,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "deleted_at": row.deleted_at,
    }


def present_version(row: DocumentVersion, document: Document, locale: str) -> VersionOut:
    """A version of a document."""
    return VersionOut(
        id=row.id,
        number=row.number,
        current=row.id == document.current_version_id,
        status=DocumentStatus(row.status),
        stage=Stage(row.stage),
        percent=row.percent,
        problem=problem(row.problem_code, row.problem_params, locale),
        **_told(row.warnings, locale),
        older_reader=_older_reader(row),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        characters=row.characters,
        chunk_count=row.chunk_count,
        origin=VersionOrigin(row.origin),
        source_url=row.source_url,
        created_by=row.created_by,
        created_at=row.created_at,
        ready_at=row.ready_at,
    )
