"""Bases and documents by name, for those who may read them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.search import sources as repository


@dataclass(frozen=True, slots=True)
class Source:
    """A base (`kind` "base") or one document ("document")."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class NamedSource:
    """What it is called; of a document also the base it lies in."""

    name: str
    base_id: UUID


async def name_sources(
    session: AsyncSession, actor: Actor, sources: Collection[Source]
) -> Mapping[Source, NamedSource]:
    """Those that the actor may read now; the others are missing. One statement for each kind that is asked for."""
    found: dict[Source, NamedSource] = {}
    bases = [each.id for each in sources if each.kind == "base"]
    documents = [each.id for each in sources if each.kind == "document"]
    if bases:
        for base_id, name in await repository.name_bases(session, actor, bases):
            found[Source("base", base_id)] = NamedSource(name, base_id)
    if documents:
        for document_id, name, base_id in await repository.name_documents(session, actor, documents):
            found[Source("document", document_id)] = NamedSource(name, base_id)
    return found


@dataclass(frozen=True, slots=True)
class OpenedPassage:
    """A cited place that may be read, in the base where it lies now. `version`: its number. `current`: it is the one
    that is found now.
    """

    document_id: UUID
    base_id: UUID
    base_name: str
    version: int
    current: bool


async def open_passage(
    session: AsyncSession, actor: Actor, document_id: UUID, version_id: UUID
) -> OpenedPassage | None:
    """A version of a document, for whoever may read it now; None: it is not for them, or gone."""
    if not actor.may("knowledge.read"):
        return None
    row = await repository.find_version(session, actor, document_id, version_id)
    return None if row is None else OpenedPassage(document_id, *row)
