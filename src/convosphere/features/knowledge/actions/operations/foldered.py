"""Folders that are deleted with all that is in them, and come back with it.

Changes of folders hold their base's tree, and that before documents.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.repository import folders
from convosphere.features.knowledge.rules import trees
from convosphere.features.knowledge.schemas.texts import MOST_DEPTH, MOST_FOLDERS
from convosphere.features.knowledge.tables import Operation, OperationItem
from convosphere.features.knowledge.types import OperationKind
from convosphere.platform.clock import Clock


async def take_folder_away(session: AsyncSession, row: Operation) -> None:
    """The folder goes whose documents have been deleted, with those in it; what something lies in stays.

    What was deleted before lies at the top from then on.
    """
    if "folder" not in row.params:
        return
    await folders.hold_tree(session, row.base_id)
    known = await folders.named_tree(session, row.base_id)
    parents = {folder: parent for folder, (parent, _) in known.items()}
    stays = await folders.occupied(session, row.base_id)
    inside = [each for each in parents if trees.within(parents, each, UUID(row.params["folder"]["id"]))]
    gone: list[UUID] = []
    # The innermost first: a folder goes with all that is in it, or not at all.
    for folder in sorted(inside, key=lambda each: -trees.depth(parents, each)):
        if folder in stays:
            stays.add(parents[folder])
        else:
            gone.append(folder)
    if gone:
        await folders.remove(session, gone)
        noted = [[str(each), _text(known[each][0]), known[each][1]] for each in reversed(gone)]
        row.params = {**row.params, "folders": [*noted, *row.params.get("folders", [])]}


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
