"""Documents go into another base: with their versions, readers and use; tags by name; folders where one of them was
selected. What is cut or embedded otherwise there is read anew, and found by its old passages until that is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.acting import find_acting
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.indexing import publish_documents
from convosphere.features.knowledge.actions.ingest.bring import Bringer, again
from convosphere.features.knowledge.actions.operations.verbs import Failed
from convosphere.features.knowledge.repository import access, bases, documents, folders, order, spaces, versions
from convosphere.features.knowledge.rules import trees
from convosphere.features.knowledge.schemas.bases import Strategy
from convosphere.features.knowledge.schemas.texts import MOST_DEPTH, MOST_TAGS
from convosphere.features.knowledge.tables import Document, KnowledgeBase, KnowledgeTag, Operation
from convosphere.features.knowledge.types import BaseRole, VersionOrigin
from convosphere.features.knowledge.types.permissions import PERMISSIONS
from convosphere.platform.errors import ForbiddenError, NotFoundError
from convosphere.platform.ids import new_id


def target_of(row: Operation) -> UUID | None:
    """The base that an operation moves documents into; None: it does no such thing."""
    target = row.params.get("to_base_id")
    return None if target is None else UUID(target)


@dataclass(slots=True)
class _Way:
    """From one base into a place of another, both locked. `made`: folders there, by their names below the place."""

    organization_id: UUID
    source: KnowledgeBase
    target: KnowledgeBase
    folder_id: UUID | None
    depth: int
    # Folders of the source: each one's parent and name; those that were selected, None: everything was.
    folders: Mapping[UUID, tuple[UUID | None, str]]
    roots: frozenset[UUID] | None
    # Tags of the target by their names in small letters.
    tags: dict[str, UUID]
    made: dict[tuple[str, ...], UUID | None] = field(default_factory=dict)

    def names(self, folder: UUID | None) -> tuple[str, ...]:
        """The folders that a document in `folder` brings along, from the outermost that was selected."""
        path: list[str] = []
        kept = 0
        while folder is not None and folder in self.folders:
            parent, name = self.folders[folder]
            path.append(name)
            if self.roots is None or folder in self.roots:
                kept = len(path)
            folder = parent
        return tuple(reversed(path[:kept]))


async def relocate(session: AsyncSession, desk: Desk, row: Operation, rows: Sequence[Document]) -> Failed:
    """Moves documents of one base, which are locked behind the folders of the other; where one of that name lies
    already, or one is being taken in, it stays.
    """
    way: _Way | str = await _way(session, desk, row)
    if isinstance(way, str):
        return {each.id: way for each in rows}
    ids = [each.id for each in rows]
    busy = await versions.busy(session, ids)
    has = await order.named_tags_of(session, ids)
    failed: Failed = {}
    moved = []
    for each in rows:
        tags = has.get(each.id, ())
        code = "document_busy" if each.id in busy else await _place(session, desk, way, each, tags)
        if code:
            failed[each.id] = code
        else:
            moved.append(each)
    there = {each.id: [way.tags[tag.name.lower()] for tag in has.get(each.id, ())] for each in moved}
    await order.retag(session, way.organization_id, there)
    await versions.rebase(session, list(there), way.target.id)
    await publish_documents(session, desk, moved)
    await _read_anew(session, desk, row, way, moved)
    return failed


async def take_folders_along(session: AsyncSession, desk: Desk, row: Operation) -> None:
    """Folders that were selected and hold nothing any more go; those that held nothing before come along as well.

    What stayed behind keeps its folders. Deleted documents that lay in one that goes come back at the top.
    """
    target_id = target_of(row)
    if target_id is None or (row.total and not row.done):
        return
    # Folders before documents, and of two bases in this order: nobody holds one and waits for the other.
    for base_id in sorted((row.base_id, target_id)):
        await folders.hold_tree(session, base_id)
    way = await _way(session, desk, row, lock=False)
    if isinstance(way, str):
        return
    parents = {folder: parent for folder, (parent, _) in way.folders.items()}
    stays = await folders.occupied(session, row.base_id)
    gone = []
    # The innermost first: a folder goes with all that is in it, or not at all.
    for folder in sorted(parents, key=lambda each: -trees.depth(parents, each)):
        names = way.names(folder)
        if folder in stays or not names or way.depth + len(names) > MOST_DEPTH:
            stays.add(parents[folder])
            continue
        now = desk.platform.clock.now()
        await folders.hold_path(session, way.organization_id, target_id, way.folder_id, names, now=now)
        gone.append(folder)
    await folders.remove(session, gone)


async def _way(session: AsyncSession, desk: Desk, row: Operation, *, lock: bool = True) -> _Way | str:
    """The way, or why there is none: whoever began it must be an editor on both sides still."""
    target_id = target_of(row)
    if target_id is None or row.owner_id is None:
        return "knowledge_base_gone"
    actor = await find_acting(session, desk.platform.clock, row.owner_id, PERMISSIONS)
    if actor is None:
        return "knowledge_base_gone"
    held = {}
    try:
        # Everybody who locks two bases locks them in this order.
        for base_id in sorted((row.base_id, target_id)):
            reached = await access.reach_base(session, actor, base_id, need=BaseRole.EDITOR, lock=lock)
            held[base_id] = reached.base
    except (NotFoundError, ForbiddenError):
        return "knowledge_base_gone"
    there = await folders.tree(session, target_id)
    folder = row.params["folder_id"]
    folder_id = None if folder is None else UUID(folder)
    if folder_id is not None and folder_id not in there:
        return "knowledge_folder_gone"
    roots = row.params["roots"]
    return _Way(
        row.organization_id,
        held[row.base_id],
        held[target_id],
        folder_id,
        trees.depth(there, folder_id),
        await folders.named_tree(session, row.base_id) if roots is None or roots else {},
        None if roots is None else frozenset(UUID(each) for each in roots),
        {tag.name.lower(): tag.id for tag in await order.list_tags(session, target_id)},
    )


async def _place(session: AsyncSession, desk: Desk, way: _Way, document: Document, tags: Sequence[KnowledgeTag]) -> str:
    """Puts a document where it is to lie, with the tags there that it needs; why it cannot, or ""."""
    if document.deleted_at is not None:
        return "document_gone"
    names = way.names(document.folder_id)
    if way.depth + len(names) > MOST_DEPTH:
        return "knowledge_folder_too_deep"
    missing = [tag for tag in tags if tag.name.lower() not in way.tags]
    if len(way.tags) + len(missing) > MOST_TAGS:
        return "knowledge_too_many_tags"
    now = desk.platform.clock.now()
    if names not in way.made:
        way.made[names] = await folders.hold_path(
            session, way.organization_id, way.target.id, way.folder_id, names, now=now
        )
    before = document.base_id, document.folder_id
    document.base_id, document.folder_id = way.target.id, way.made[names]
    if await documents.name_taken(session, document):
        document.base_id, document.folder_id = before
        return "knowledge_name_taken"
    for tag in missing:
        made = KnowledgeTag(
            id=new_id(),
            organization_id=way.organization_id,
            base_id=way.target.id,
            name=tag.name,
            colour=tag.colour,
            created_at=now,
        )
        await bases.add(session, made)
        way.tags[tag.name.lower()] = made.id
    await session.flush()
    return ""


async def _read_anew(session: AsyncSession, desk: Desk, row: Operation, way: _Way, moved: Sequence[Document]) -> None:
    """Has read and cut as the base does what was cut otherwise, or is missing among its vectors."""
    found = {each.current_version_id: each for each in moved if each.current_version_id is not None}
    cut_alike = Strategy.model_validate(way.source.strategy) == Strategy.model_validate(way.target.strategy)
    embedded = await spaces.embedded_in(session, way.target.space_id, found) if way.target.space_id else set(found)
    bringer = Bringer(row.organization_id, row.owner_id, row.locale)
    for version_id, each in found.items():
        # Whose own language is not known has that of its base.
        renamed = way.source.language != way.target.language and each.language == way.source.language
        if cut_alike and version_id in embedded and not renamed:
            continue
        version = await versions.find_version(session, version_id)
        if version is not None:
            await again(session, desk.platform, bringer, each, version, origin=VersionOrigin.REPROCESSED)
