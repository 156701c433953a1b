"""Documents of a base, filtered, sorted, page by page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from convosphere.engines.documents import FIRST_READER, READERS
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.access import MAY_READ, who
from convosphere.features.knowledge.schemas.documents import DocumentQuery
from convosphere.features.knowledge.schemas.operations import Selection
from convosphere.features.knowledge.tables import (
    Document,
    DocumentTag,
    DocumentVersion,
    KnowledgeBase,
    KnowledgeFolder,
)
from convosphere.features.knowledge.types import DocumentStatus
from convosphere.platform.database import Page, decode_cursor, decode_text_cursor, encode_cursor, encode_text_cursor

_Current = aliased(DocumentVersion)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document with its newest version and the number of the one that is found."""

    document: Document
    latest: DocumentVersion
    found: int | None


def _rows() -> Select[Document, DocumentVersion, int]:
    return (
        select(Document, DocumentVersion, _Current.number)
        .join(DocumentVersion, DocumentVersion.id == Document.latest_version_id)
        .outerjoin(_Current, _Current.id == Document.current_version_id)
    )


async def list_documents(session: AsyncSession, actor: Actor, base_id: UUID, query: DocumentQuery) -> Page[Listed]:
    """A page of the documents that the actor may read."""
    statement = (
        _rows()
        .join(KnowledgeBase, KnowledgeBase.id == Document.base_id)
        .where(Document.base_id == base_id, MAY_READ, *_wanted(base_id, query))
    )
    falling = query.sort.startswith("-")
    key = _key(query.sort.removeprefix("-"))
    if query.cursor is not None:
        place, after = tuple_(key, Document.id), tuple_(*_after(query))
        statement = statement.where(place < after if falling else place > after)
    order = (key.desc(), Document.id.desc()) if falling else (key, Document.id)
    statement = statement.add_columns(key).order_by(*order).limit(query.limit + 1)
    rows: Sequence[Any] = (await session.execute(statement, who(actor))).all()
    items = [Listed(row[0], row[1], row[2]) for row in rows[: query.limit]]
    if len(rows) <= query.limit:
        return Page(items, None)
    last = rows[query.limit - 1]
    value = last[3]
    if isinstance(value, datetime):
        return Page(items, encode_cursor(value, last[0].id))
    return Page(items, encode_text_cursor(str(value), last[0].id))


async def listed(session: AsyncSession, document: Document) -> Listed:
    """One document with its versions, all as of one moment: a job may publish while it is asked for."""
    query = _rows().where(Document.id == document.id).execution_options(populate_existing=True)
    row = (await session.execute(query)).one()
    return Listed(row[0], row[1], row[2])


def _key(sort: str) -> Any:  # noqa: ANN401 - columns of several types
    keys: dict[str, Any] = {
        "name": func.lower(Document.name),
        "updated": Document.updated_at,
        "created": Document.created_at,
        "size": Document.size,
    }
    return keys[sort]


def _after(query: DocumentQuery) -> tuple[Any, UUID]:
    cursor = query.cursor or ""
    sort = query.sort.removeprefix("-")
    if sort in ("updated", "created"):
        return decode_cursor(cursor)
    text, row_id = decode_text_cursor(cursor)
    if sort == "size":
        return (int(text) if text.isdigit() else 0), row_id
    return text, row_id


def _wanted(base_id: UUID, query: DocumentQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Document.deleted_at.is_not(None) if query.deleted else Document.deleted_at.is_(None)
    ]
    if query.folder == "root":
        if not query.deep:
            found.append(Document.folder_id.is_(None))
    elif query.folder is not None:
        found.append(_in_folder(base_id, query.folder, deep=query.deep))
    for tag in query.tag:
        having = select(DocumentTag.document_id).where(DocumentTag.tag_id == tag)
        found.append(Document.id.in_(having))
    if query.status is not None:
        found.append(DocumentVersion.status == query.status)
    if query.kind is not None:
        found.append(Document.media_kind == query.kind)
    if query.q:
        found.append(Document.name.icontains(query.q, autoescape=True))
    return found


def _in_folder(base_id: UUID, folder_id: UUID, *, deep: bool) -> ColumnElement[bool]:
    return Document.folder_id.in_(below(base_id, [folder_id])) if deep else Document.folder_id == folder_id


def below(base_id: UUID | None, folder_ids: Collection[UUID]) -> Select[UUID]:
    """The ids of these folders of a base (None: of any) and of all below them."""
    chosen = select(KnowledgeFolder.id).where(KnowledgeFolder.id.in_(folder_ids))
    tree = (chosen if base_id is None else chosen.where(KnowledgeFolder.base_id == base_id)).cte("tree", recursive=True)
    under = select(KnowledgeFolder.id).join(tree, KnowledgeFolder.parent_id == tree.c.id)
    return select(tree.union(under).c.id)


def beside(base_id: UUID, selection: Selection) -> ColumnElement[bool]:
    """Single documents of a selection that lie in none of its folders."""
    inside = Document.folder_id.in_(below(base_id, selection.folder_ids))
    alone = selection.model_copy(update={"folder_ids": []})
    return and_(selected(base_id, alone), or_(Document.folder_id.is_(None), not_(inside)))


def selected(base_id: UUID, selection: Selection) -> ColumnElement[bool]:
    """Documents of a selection."""
    here = and_(Document.base_id == base_id, Document.deleted_at.is_(None))
    if selection.older_reader:
        here = and_(here, _read_by_older())
    if selection.everything:
        return here
    parts: list[ColumnElement[bool]] = [Document.id.in_(selection.document_ids)]
    if selection.folder_ids:
        parts.append(Document.folder_id.in_(below(base_id, selection.folder_ids)))
    return and_(here, or_(*parts))


def _read_by_older() -> ColumnElement[bool]:
    """Documents whose newest version is ready, and was read by an older reader than there is now."""
    newest = select(DocumentVersion.id).where(
        DocumentVersion.id == Document.latest_version_id,
        DocumentVersion.status == DocumentStatus.READY,
        DocumentVersion.reader < case(dict(READERS), value=DocumentVersion.media_type, else_=FIRST_READER),
    )
    return newest.exists()
