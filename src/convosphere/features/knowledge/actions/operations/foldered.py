"""Folders in operations: they move as they are; they are deleted with all that is in them, and come back with it.

Changes of folders hold their base's tree, and that before documents.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.repository import folders
from convosphere.features.knowledge.rules import trees
from convosphere.features.knowledge.schemas.texts import MOST_DEPTH, MOST_FOLDERS
from convosphere.features.knowledge.tables import Operation, OperationItem
from convosphere.features.knowledge.types import OperationKind
from convosphere.platform.clock import Clock


async def outermost(session: AsyncSession, base_id: UUID, folder_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Those of the folders that there are and that lie in none of the others, with their names."""
    if not folder_ids:
        return {}
    known = await folders.named_tree(session, base_id)
    parents = {folder: parent for folder, (parent, _) in known.items()}
    return {each: known[each][1] for each in trees.outermost(parents, folder_ids)}


def noted(chosen: Mapping[UUID, str]) -> list[dict[str, str]]:
    """The folders as an operation notes them."""
    return [{"id": str(folder), "name": name} for folder, name in chosen.items()]


def chosen_of(row: Operation) -> list[dict[str, str]]:
    """The folders that were selected for an operation."""
    # One folder alone is how they were noted before there could be several.
    alone = row.params.get("folder")
    found: list[dict[str, str]] = row.params.get("chosen", [] if alone is None else [alone])
    return found


async def move_folders(session: AsyncSession, row: Operation, items: Sequence[OperationItem]) -> dict[UUID, str]:
    """Moves folders with whatever lies in them, as their base's tree is held; those that it failed for, and why."""
    folder_id = row.params["folder_id"]
    target = None if folder_id is None else UUID(folder_id)
    parents = await folders.tree(session, row.base_id)
    failed: dict[UUID, str] = {}
    for item in items:
        if item.folder_id is None:
            continue
        code = await _move(session, row.base_id, parents, item, target)
        if code:
            failed[item.folder_id] = code
        else:
            parents[item.folder_id] = target
    return failed


async def _move(
    session: AsyncSession, base_id: UUID, parents: trees.Parents, item: OperationItem, target: UUID | None
) -> str:
    folder_id = item.folder_id
    if folder_id is None or folder_id not in parents or (target is not None and target not in parents):
        return "knowledge_folder_gone"
    if parents[folder_id] == target:
        return ""
    if trees.within(parents, target, folder_id):
        return "knowledge_folder_cycle"
    if trees.depth(parents, target) + trees.height(parents, folder_id) > MOST_DEPTH:
        return "knowledge_folder_too_deep"
    folder = await folders.get_folder(session, base_id, folder_id, field="body.selection", lock=True)
    if await folders.name_taken(session, base_id, target, folder.name, but=folder_id):
        return "knowledge_name_taken"
    folder.parent_id = target
    await session.flush()
    return ""


async def take_folders_away(session: AsyncSession, row: Operation) -> None:
    """The folders go whose documents have been deleted, with those in them; what something lies in stays.

    What was deleted before lies at the top from then on.
    """
    roots = [UUID(each["id"]) for each in chosen_of(row)]
    if row.kind != OperationKind.DELETE or not roots:
        return
    await folders.hold_tree(session, row.base_id)
    known = await folders.named_tree(session, row.base_id)
    parents = {folder: parent for folder, (parent, _) in known.items()}
    stays = await folders.occupied(session, row.base_id)
    inside = [each for each in parents if any(trees.within(parents, each, root) for root in roots)]
    gone: list[UUID] = []
    # The innermost first: a folder goes with all that is in it, or not at all.
    for folder in sorted(inside, key=lambda each: -trees.depth(parents, each)):
        if folder in stays:
            stays.add(parents[folder])
        else:
            gone.append(folder)
    if gone:
        await folders.remove(session, gone)
        taken = [[str(each), _text(known[each][0]), known[each][1]] for each in reversed(gone)]
        row.params = {**row.params, "folders": [*taken, *row.params.get("folders", [])]}


async def folders_back(
    session: AsyncSession, clock: Clock, row: Operation, items: Sequence[OperationItem]
) -> dict[UUID, UUID]:
    """Where documents are to lie that lay in folders which went with them; the folders are made anew first.

    One of that name by now takes the documents; without room for a folder they lie in the one around it.
    """
    if row.kind != OperationKind.RESTORE or not row.params.get("folders"):
        return {}
    await folders.hold_tree(session, row.base_id)
    there = await folders.tree(session, row.base_id)
    if "places" not in row.params:
        places: dict[str, str | None] = {}
        for folder, parent, name in row.params["folders"]:
            before = places.get(parent, parent)
            place = UUID(before) if before is not None and UUID(before) in there else None
            if len(there) < MOST_FOLDERS and trees.depth(there, place) < MOST_DEPTH:
                around = place
                now = clock.now()
                place = await folders.hold_path(session, row.organization_id, row.base_id, around, [name], now=now)
                if place is not None:
                    there[place] = around
            places[folder] = _text(place)
        row.params = {**row.params, "places": places}
    found: dict[UUID, UUID] = {}
    for item in items:
        place = row.params["places"].get(_text(item.folder_id))
        if item.document_id is not None and place is not None and UUID(place) in there:
            found[item.document_id] = UUID(place)
    return found


def _text(folder: UUID | None) -> str | None:
    return None if folder is None else str(folder)
