"""Documents: listed, and one with all that is known of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval import stem_of
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.present import document_fields, present_document
from convosphere.features.knowledge.actions.rights import get_base, require_document
from convosphere.features.knowledge.repository import documents, listing, order
from convosphere.features.knowledge.rules.keywords import telling
from convosphere.features.knowledge.rules.similarity import likeness
from convosphere.features.knowledge.schemas.documents import (
    DocumentDetail,
    DocumentOut,
    DocumentPage,
    DocumentQuery,
    SuggestedTag,
    Twin,
)
from convosphere.features.knowledge.tables import Document, KnowledgeTag
from convosphere.features.knowledge.types import BaseRole, VersionOrigin

_MOST_TWINS = 10
_MOST_NEW_TAGS = 3
_MOST_KNOWN_TAGS = 5


async def list_documents(session: AsyncSession, actor: Actor, base_id: UUID, query: DocumentQuery) -> DocumentPage:
    """A page of a base's documents that the actor may read. Deleted ones are for editors."""
    await get_base(session, actor, base_id, need=BaseRole.EDITOR if query.deleted else BaseRole.VIEWER)
    page = await listing.list_documents(session, actor, base_id, query)
    tags = await documents.tags_of(session, [each.document.id for each in page.items])
    items = [
        present_document(each.document, each.latest, each.found, tags[each.document.id], actor.locale)
        for each in page.items
    ]
    return DocumentPage(items=items, next_cursor=page.next_cursor)


async def present_one(session: AsyncSession, actor: Actor, document: Document) -> DocumentOut:
    """A document that the actor may read, as lists have it."""
    each = await listing.listed(session, document)
    tags = await documents.tags_of(session, [document.id])
    return present_document(document, each.latest, each.found, tags[document.id], actor.locale)


async def get_document(session: AsyncSession, actor: Actor, document_id: UUID) -> DocumentDetail:
    """One document, its twins in the base, and tags that may fit."""
    reached = await require_document(session, actor, document_id)
    each = await listing.listed(session, reached.document)
    tags = (await documents.tags_of(session, [document_id]))[document_id]
    twins = await documents.twins_of(session, actor, each.latest, _MOST_TWINS)
    suggested = []
    if reached.role.allows(BaseRole.EDITOR):
        others = await documents.keywords_beside(session, reached.document)
        suggested = _suggest(reached.document, others, await order.list_tags(session, reached.base.id), set(tags))
    return DocumentDetail(
        **document_fields(reached.document, each.latest, each.found, tags, actor.locale),
        title=each.latest.title,
        origin=VersionOrigin(each.latest.origin),
        source_url=each.latest.source_url,
        truncated=each.latest.truncated,
        metadata=reached.document.meta,
        twins=[
            Twin(id=row[0], name=row[1], folder_id=row[2], exact=row[3], similarity=1 if row[3] else likeness(row[4]))
            for row in twins
        ],
        suggested_tags=suggested,
        your_role=reached.role,
    )


def _suggest(
    document: Document, others: Sequence[Sequence[str]], tags: list[KnowledgeTag], has: set[UUID]
) -> list[SuggestedTag]:
    """Tags of the base that the document speaks of often, then words that could become tags: those that tell it from
    `others`, what its neighbours in the base speak of.
    """
    words = [str(word) for word in document.keywords]
    spoken = {stem for word in words for stem in _stems(word)}
    named = document.name.casefold()
    known = {stem for tag in tags for stem in _stems(tag.name)}
    fitting = [
        SuggestedTag(id=tag.id, name=tag.name)
        for tag in tags
        if tag.id not in has and (not spoken.isdisjoint(_stems(tag.name)) or tag.name.casefold() in named)
    ]
    new = [SuggestedTag(id=None, name=word) for word in telling(words, others) if known.isdisjoint(_stems(word))]
    return fitting[:_MOST_KNOWN_TAGS] + new[:_MOST_NEW_TAGS]


def _stems(name: str) -> set[str]:
    """What is the same in the forms of a name, whatever its language: «Boat» and «Boats»."""
    return {stem_of(name, language) for language in ("de", "en")}
