"""Chunks as Weaviate's objects, and questions as its filters."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from convosphere.engines.retrieval.analysis import count_terms
from convosphere.engines.retrieval.permission import Untold
from convosphere.engines.retrieval.types import ChunkEntry, DocumentEntry, Query

# Weaviate counts nanoseconds in 64 bits, and an object without a property is in no range: what has no such date is
# valid from the beginning or to the end, and all others lie between.
_BEGINNING: Final = datetime(1700, 1, 1, tzinfo=UTC)
_FIRST: Final = datetime(1700, 1, 2, tzinfo=UTC)
_END: Final = datetime(2260, 1, 1, tzinfo=UTC)
_NOTHING: Final = UUID(int=0)


def object_id(space_id: UUID, chunk_id: UUID) -> UUID:
    """The object of a chunk in a space; the same whenever it is written."""
    return uuid5(space_id, chunk_id.hex)


def own_properties(chunk: ChunkEntry, document_id: UUID, version_id: UUID, space_id: UUID) -> dict[str, Any]:
    """What a chunk brings along."""
    return words_of(chunk) | {
        "chunk": chunk.chunk_id,
        "document": document_id,
        "version": version_id,
        "space": space_id,
    }


def words_of(chunk: ChunkEntry) -> dict[str, Any]:
    """What a chunk is found by: its words as often as they stand in it; parts of compounds by themselves."""
    counts, _ = count_terms(f"{chunk.heading}\n{chunk.text}", chunk.language)
    return {
        "words": " ".join(_repeated(counts, whole=True)),
        "parts": " ".join(_repeated(counts, whole=False)),
    }


def _repeated(counts: Mapping[str, float], *, whole: bool) -> Iterator[str]:
    for term, count in counts.items():
        times = int(count) if whole else round((count - int(count)) * 2)
        for _ in range(times):
            yield term


def as_found(entry: DocumentEntry | None, version_id: UUID) -> DocumentEntry | None:
    """A document as it is when that version of it has been published."""
    return None if entry is None else replace(entry, version_id=version_id)


def published(entry: DocumentEntry | None) -> dict[str, Any]:
    """What a document's chunks are found by; of one that is not to be found: nothing. `stamp` tells them apart."""
    if entry is None or entry.version_id is None:
        return {"current": False, "stamp": "hidden"}
    properties: dict[str, Any] = {
        "current": True,
        "scope": entry.scope_id,
        "base": entry.base_id,
        "folders": [entry.folder_id or _NOTHING],
        "tags": list(entry.tags) or [_NOTHING],
        "media_kind": entry.media_kind,
        "language": entry.language or "",
        "author": entry.author or "",
        "date": _moment(entry.date) or _BEGINNING,
        "valid_from": _moment(entry.valid_from) or _BEGINNING,
        "valid_until": _moment(entry.valid_until) or _END,
    }
    return properties | {"stamp": hashlib.sha256(repr(properties).encode()).hexdigest()[:24]}


def permitted(by: Any, query: Query, untold: Untold) -> Any:  # noqa: ANN401 - `Filter` of a package that is imported only when used
    """The filter of a question. `by`: Weaviate's `Filter`.

    Objects that say something old are left to what PostgreSQL says of their documents.
    """
    told = _permitted(by, query)
    if untold.every:
        told &= by.by_property("version").contains_none(_texts(untold.every))
    if not untold.permitted:
        return told
    return told | by.by_property("version").contains_any(_texts(untold.permitted))


def _permitted(by: Any, query: Query) -> Any:  # noqa: ANN401 - see above
    filters = query.filters
    conditions = [
        by.by_property("current").equal(val=True),
        by.by_property("scope").contains_any(_texts(query.scopes)),
    ]
    wanted: tuple[tuple[str, Any], ...] = (
        ("base", query.bases),
        ("folders", filters.folders),
        ("tags", filters.tags_any),
        ("media_kind", filters.media_kinds),
        ("language", filters.languages),
        ("author", filters.authors),
        ("document", filters.documents),
    )
    conditions += [by.by_property(name).contains_any(_texts(values)) for name, values in wanted if values]
    if filters.tags_all:
        conditions.append(by.by_property("tags").contains_all(_texts(filters.tags_all)))
    if filters.date_from or filters.date_to:
        conditions.append(by.by_property("date").greater_than(_BEGINNING))
    if filters.date_from:
        conditions.append(by.by_property("date").greater_or_equal(_moment(filters.date_from)))
    if filters.date_to:
        conditions.append(by.by_property("date").less_than(_moment(filters.date_to)))
    if filters.valid_at:
        conditions.append(by.by_property("valid_from").less_or_equal(_moment(filters.valid_at)))
        conditions.append(by.by_property("valid_until").greater_than(_moment(filters.valid_at)))
    return by.all_of(conditions)


def _moment(moment: datetime | None) -> datetime | None:
    return None if moment is None else min(max(moment, _FIRST), _END)


def _texts(values: Any) -> list[str]:  # noqa: ANN401 - ids or names
    return [str(value) for value in values]
