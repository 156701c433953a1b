"""One thing done to many conversations, in a number of statements that does not grow with them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.conversations import remove_conversations
from convosphere.features.chat.actions.order.telling import tell_changed_ones
from convosphere.features.chat.schemas import BulkChange, BulkFailure, BulkResult
from convosphere.features.chat.tables import Conversation
from convosphere.platform.context import Platform

# A filter is worked off in parts of this size, a transaction each.
MOST_AT_ONCE = 1000
MOST_TAGS = 20


async def change_many(session: AsyncSession, platform: Platform, actor: Actor, wanted: BulkChange) -> BulkResult:
    """Does it to those named, or to the next part of those that the filter finds and that are not like that yet.

    Raises:
        NotFoundError: there is no such folder or tag.
    """
    actor.require("chat.write")
    await _check(session, actor, wanted)
    undone = _undone(wanted)
    if wanted.ids is not None:
        asked = set(wanted.ids)
        named = [Conversation.owner_id == actor.person_id, Conversation.id.in_(asked)]
        known = await repository.lock_conversations(session, named, most=len(asked))
        failed = [BulkFailure(id=one, code="not_found") for one in sorted(asked - {row.id for row in known})]
        rows, more = known, False
        if wanted.action == "tag":
            full = {row.id for row in known if len(row.tag_ids) >= MOST_TAGS and wanted.tag_id not in row.tag_ids}
            failed += [BulkFailure(id=one, code="too_many_tags") for one in sorted(full)]
            rows = [row for row in known if row.id not in full]
    else:
        found = repository.conditions(actor.person_id, wanted.filter) if wanted.filter is not None else []
        rows = await repository.lock_conversations(session, [*found, *undone], most=MOST_AT_ONCE + 1)
        failed, more = [], len(rows) > MOST_AT_ONCE
        rows = rows[:MOST_AT_ONCE]
    changed = await _do(session, platform, wanted, rows)
    return BulkResult(changed=changed, failed=failed, more=more)


async def _check(session: AsyncSession, actor: Actor, wanted: BulkChange) -> None:
    if wanted.action == "move" and wanted.folder_id is not None:
        await repository.require_folder(session, actor.person_id, wanted.folder_id, field="body.folder_id")
    if wanted.action in ("tag", "untag") and wanted.tag_id is not None:
        await repository.require_tags(session, actor.person_id, [wanted.tag_id], field="body.tag_id")


async def _do(session: AsyncSession, platform: Platform, wanted: BulkChange, rows: list[Conversation]) -> int:
    if wanted.action == "delete":
        await remove_conversations(session, platform, rows)
        return len(rows)
    pending = [row.id for row in rows if not _is_done(wanted, row)]
    if not pending:
        return 0
    now = platform.clock.now()
    changes: Mapping[str, Mapping[str, Any]] = {
        "archive": {"archived_at": now},
        "unarchive": {"archived_at": None},
        "pin": {"pinned_at": now},
        "unpin": {"pinned_at": None},
        "move": {"folder_id": wanted.folder_id},
        "tag": {"tag_ids": func.array_append(Conversation.tag_ids, wanted.tag_id)},
        "untag": {"tag_ids": func.array_remove(Conversation.tag_ids, wanted.tag_id)},
    }
    values = {**changes[wanted.action], "updated_at": now}
    changed = await repository.change_conversations(session, pending, values)
    tell_changed_ones(session, platform.log, changed)
    return len(changed)


def _is_done(wanted: BulkChange, row: Conversation) -> bool:
    return {
        "archive": row.archived_at is not None,
        "unarchive": row.archived_at is None,
        "pin": row.pinned_at is not None,
        "unpin": row.pinned_at is None,
        "move": row.folder_id == wanted.folder_id,
        "tag": wanted.tag_id in row.tag_ids,
        "untag": wanted.tag_id not in row.tag_ids,
    }[wanted.action]


def _undone(wanted: BulkChange) -> list[ColumnElement[bool]]:
    """Leaves out what is like that already, so that asking again comes to an end."""
    tagged = Conversation.tag_ids.contains([wanted.tag_id])
    undone: dict[str, list[ColumnElement[bool]]] = {
        "archive": [Conversation.archived_at.is_(None)],
        "unarchive": [Conversation.archived_at.is_not(None)],
        "pin": [Conversation.pinned_at.is_(None)],
        "unpin": [Conversation.pinned_at.is_not(None)],
        "move": [Conversation.folder_id.is_distinct_from(wanted.folder_id)],
        "tag": [~tagged, func.cardinality(Conversation.tag_ids) < MOST_TAGS],
        "untag": [tagged],
        "delete": [],
    }
    return undone[wanted.action]
