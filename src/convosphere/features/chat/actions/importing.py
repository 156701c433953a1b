"""Conversations as they come in from elsewhere: for the feature that reads them out of files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat import repository as shared
from convosphere.features.chat.actions.order.folders import MOST_FOLDERS
from convosphere.features.chat.actions.order.tags import MOST_TAGS
from convosphere.features.chat.actions.order.telling import tell_conversations_changed, tell_order_changed
from convosphere.features.chat.actions.order.tree import DEEPEST
from convosphere.features.chat.repository import importing
from convosphere.features.chat.rules import title_from
from convosphere.features.chat.schemas.portable import PortableConversation, PortableMessage
from convosphere.features.chat.tables import Conversation, Folder, Tag
from convosphere.features.chat.types import MessageRole, TitleOrigin
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

_LONGEST_TITLE = 200
_LONGEST_FOLDER_NAME = 100
_LONGEST_TAG_NAME = 40
_MOST_TAGS_OF_ONE = 20


@dataclass(frozen=True, slots=True)
class Importer:
    """On whose behalf conversations come in; whoever calls has decided that they may."""

    organization_id: UUID
    person_id: UUID
    name: str


async def own_conversations(session: AsyncSession, importer: Importer, ids: Collection[UUID]) -> set[UUID]:
    """Which of these ids are conversations that the person has."""
    return await importing.own_ids(session, importer.person_id, ids)


async def import_conversation(
    session: AsyncSession, platform: Platform, importer: Importer, source: PortableConversation
) -> UUID:
    """Stores a conversation with all branches under new ids; its id.

    Args:
        session: an open transaction.
        platform: the platform.
        importer: whose it will be.
        source: its messages' ids are unique, what a message follows comes before it.
    """
    now = platform.clock.now()
    conversation = Conversation(
        id=new_id(),
        organization_id=importer.organization_id,
        owner_id=importer.person_id,
        title=_title(source),
        title_origin=TitleOrigin.PERSON,
        created_at=min(source.created_at, now),
        updated_at=min(source.updated_at, now),
        # In the future it would stay on top of the list for ever.
        last_message_at=min(source.last_message_at, now),
        archived_at=None if source.archived_at is None else now,
        pinned_at=now if source.pinned else None,
        folder_id=await _folder(session, platform, importer, source.folder),
        tag_ids=await _tags(session, platform, importer, source.tags),
    )
    ids = {message.id: new_id() for message in source.messages}
    shown, leaf = shown_messages(source)
    conversation.leaf_id = None if leaf is None else ids[leaf]
    comparisons = {each.comparison_id: new_id() for each in source.messages if each.comparison_id is not None}
    rows = [
        _row(conversation, importer, message, ids, comparisons, shown=message.id in shown)
        for message in source.messages
    ]
    await importing.add_history(session, conversation, rows, _ratings(conversation, source.messages, ids, now))
    return conversation.id


def tell_imported(session: AsyncSession, platform: Platform, importer: Importer) -> None:
    """Has the person's lists fetched afresh, once the transaction is through."""
    tell_conversations_changed(session, platform.log, importer.person_id)


def _title(source: PortableConversation) -> str:
    if source.title:
        return source.title[:_LONGEST_TITLE]
    first = next((each.content for each in source.messages if each.role is MessageRole.USER), "")
    return title_from(first)


def shown_messages(source: PortableConversation) -> tuple[set[str], str | None]:
    """Which messages lie on the way to the end of what is shown, and that end."""
    by_id = {message.id: message for message in source.messages}
    if not by_id:
        return set(), None
    leaf = by_id.get(source.current_id or "", source.messages[-1])
    beside = [leaf]
    if leaf.comparison_id is not None:
        beside = [
            each
            for each in source.messages
            if each.comparison_id == leaf.comparison_id and each.parent_id == leaf.parent_id
        ]
    shown = {each.id for each in beside}
    above = by_id.get(leaf.parent_id or "")
    while above is not None and above.id not in shown:
        shown.add(above.id)
        above = by_id.get(above.parent_id or "")
    return shown, beside[0].id


def _row(
    conversation: Conversation,
    importer: Importer,
    message: PortableMessage,
    ids: dict[str, UUID],
    comparisons: dict[str, UUID],
    *,
    shown: bool,
) -> dict[str, Any]:
    asked = message.role is MessageRole.USER
    # Who else asked has no account that could be named here; the name is kept.
    own = asked and message.author in (None, "", importer.name)
    usage, model = message.usage, message.model
    return {
        "id": ids[message.id],
        "organization_id": conversation.organization_id,
        "conversation_id": conversation.id,
        "parent_id": ids.get(message.parent_id or ""),
        "role": message.role,
        "status": message.status,
        "content": message.content,
        "reasoning": message.reasoning,
        "reasoning_ms": message.reasoning_ms,
        "author_id": importer.person_id if own else None,
        "author_name": importer.name if own else message.author,
        "created_at": message.created_at,
        "completed_at": message.completed_at or message.created_at,
        "shown": shown,
        "edited_from": ids.get(message.edited_from or ""),
        "comparison_id": comparisons.get(message.comparison_id) if message.comparison_id else None,
        "model_name": None if model is None else model.name,
        "model_display_name": None if model is None else model.display_name,
        "model_provider": None if model is None else model.provider,
        "error_code": message.error_code,
        "finish_reason": message.finish_reason,
        "citations": message.citations or None,
        "suggestions": message.suggestions or None,
        "input_tokens": None if usage is None else usage.input_tokens,
        "output_tokens": None if usage is None else usage.output_tokens,
        "cost": None if usage is None else usage.cost,
        "time_to_first_token_ms": None if usage is None else usage.time_to_first_token_ms,
        "duration_ms": None if usage is None else usage.duration_ms,
        "attempt": 0,
        "event_number": 0,
    }


def _ratings(
    conversation: Conversation, messages: Sequence[PortableMessage], ids: dict[str, UUID], now: datetime
) -> list[dict[str, Any]]:
    return [
        {
            "organization_id": conversation.organization_id,
            "message_id": ids[message.id],
            "person_id": conversation.owner_id,
            "value": message.rating.value,
            "reasons": message.rating.reasons,
            "comment": message.rating.comment,
            "updated_at": now,
        }
        for message in messages
        if message.rating is not None and message.role is MessageRole.ASSISTANT
    ]


async def _folder(session: AsyncSession, platform: Platform, importer: Importer, path: Sequence[str]) -> UUID | None:
    """The folder at a path, made where it is missing; at a limit the innermost one that there is."""
    if not path:
        return None
    folders = await shared.list_folders(session, importer.person_id, lock=True)
    parent: UUID | None = None
    made = False
    for name in [each[:_LONGEST_FOLDER_NAME] for each in path if each][:DEEPEST]:
        found = next((each for each in folders if each.parent_id == parent and each.name == name), None)
        if found is None:
            if len(folders) >= MOST_FOLDERS:
                break
            found = _new_folder(platform, importer, folders, name, parent)
            session.add(found)
            # One after the other: a folder refers to the one around it.
            await session.flush()
            folders.append(found)
            made = True
        parent = found.id
    if made:
        tell_order_changed(session, platform.log, importer.person_id)
    return parent


def _new_folder(
    platform: Platform, importer: Importer, folders: Sequence[Folder], name: str, parent: UUID | None
) -> Folder:
    now = platform.clock.now()
    return Folder(
        id=new_id(),
        organization_id=importer.organization_id,
        owner_id=importer.person_id,
        parent_id=parent,
        name=name,
        colour=None,
        position=max((each.position for each in folders if each.parent_id == parent), default=-1) + 1,
        created_at=now,
        updated_at=now,
    )


async def _tags(session: AsyncSession, platform: Platform, importer: Importer, names: Sequence[str]) -> list[UUID]:
    """The tags of these names, made where they are missing and there is room."""
    wanted = dict.fromkeys(name[:_LONGEST_TAG_NAME] for name in names if name)
    if not wanted:
        return []
    known = {tag.name.lower(): tag.id for tag in await shared.list_tags(session, importer.person_id)}
    now = platform.clock.now()
    made = False
    for name in wanted:
        if name.lower() not in known and len(known) < MOST_TAGS:
            tag = Tag(
                id=new_id(),
                organization_id=importer.organization_id,
                owner_id=importer.person_id,
                name=name,
                colour=None,
                created_at=now,
                updated_at=now,
            )
            session.add(tag)
            known[name.lower()] = tag.id
            made = True
    if made:
        await session.flush()
        tell_order_changed(session, platform.log, importer.person_id)
    found = [known[name.lower()] for name in wanted if name.lower() in known]
    return list(dict.fromkeys(found))[:_MOST_TAGS_OF_ONE]
