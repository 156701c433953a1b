"""Conversations as they come in from elsewhere: for the feature that reads them out of files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.actions.import_places import Places
from convosphere.features.chat.actions.importer import Importer
from convosphere.features.chat.actions.order.telling import tell_conversations_changed
from convosphere.features.chat.repository import importing
from convosphere.features.chat.rules import title_from
from convosphere.features.chat.schemas.portable import PortableConversation, PortableMessage
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import MessageRole, TitleOrigin
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

_LONGEST_TITLE = 200


async def own_conversations(session: AsyncSession, importer: Importer, ids: Collection[UUID]) -> set[UUID]:
    """Which of these ids are conversations that the person has."""
    return await importing.own_ids(session, importer.person_id, ids)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A conversation that comes in: its messages' ids are unique, what a message follows comes before it.

    `files`: what has become of attached files, by their path; no other conversation has them.
    """

    conversation: PortableConversation
    files: Mapping[str, UUID] = field(default_factory=dict)


async def import_conversations(
    session: AsyncSession, platform: Platform, importer: Importer, incoming: Sequence[Incoming]
) -> list[UUID]:
    """Stores conversations with all branches under new ids, in few statements however many they are; their ids."""
    now = platform.clock.now()
    places = Places(session, platform, importer)
    messages: list[Iterator[dict[str, Any]]] = []
    rows = importing.History(messages=chain.from_iterable(messages))
    for each in incoming:
        source = each.conversation
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
            folder_id=await places.folder(source.folder),
            tag_ids=await places.tags(source.tags),
        )
        ids = {message.id: new_id() for message in source.messages}
        shown, leaf = shown_messages(source)
        conversation.leaf_id = None if leaf is None else ids[leaf]
        comparisons = {found.comparison_id: new_id() for found in source.messages if found.comparison_id is not None}
        rows.conversations.append(conversation)
        row = partial(_row, conversation, importer, ids=ids, comparisons=comparisons, shown=shown)
        messages.append(map(row, source.messages))
        rows.ratings += _ratings(conversation, source.messages, ids, now)
        rows.attachments += _attachments(conversation, source, ids, each.files)
    await importing.add_histories(session, rows)
    return [conversation.id for conversation in rows.conversations]


def tell_imported(session: AsyncSession, platform: Platform, importer: Importer) -> None:
    """Has the person's lists fetched afresh, once the transaction is through."""
    tell_conversations_changed(session, platform.log, importer.person_id)


def _title(source: PortableConversation) -> str:
    if source.title:
        return source.title[:_LONGEST_TITLE]
    first = next((each.content for each in source.messages if each.role is MessageRole.USER), "")
    return title_from(first)


class _Stand(NamedTuple):
    """Where a message stands. Messages themselves are not kept: their texts may be made anew for each look."""

    id: str
    parent_id: str | None
    comparison_id: str | None


def shown_messages(source: PortableConversation) -> tuple[set[str], str | None]:
    """Which messages lie on the way to the end of what is shown, and that end."""
    stands = [_Stand(each.id, each.parent_id, each.comparison_id) for each in source.messages]
    if not stands:
        return set(), None
    by_id = {each.id: each for each in stands}
    leaf = by_id.get(source.current_id or "", stands[-1])
    beside = [leaf]
    if leaf.comparison_id is not None:
        beside = [
            each for each in stands if each.comparison_id == leaf.comparison_id and each.parent_id == leaf.parent_id
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
    *,
    ids: dict[str, UUID],
    comparisons: dict[str, UUID],
    shown: set[str],
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
        "shown": message.id in shown,
        "pinned": message.pinned,
        "edited_from": ids.get(message.edited_from or ""),
        "comparison_id": comparisons.get(message.comparison_id) if message.comparison_id else None,
        "model_name": None if model is None else model.name,
        "model_display_name": None if model is None else model.display_name,
        "model_provider": None if model is None else model.provider,
        "error_code": message.error_code,
        "finish_reason": message.finish_reason,
        "input_tokens": None if usage is None else usage.input_tokens,
        "output_tokens": None if usage is None else usage.output_tokens,
        "cost": None if usage is None else usage.cost,
        "time_to_first_token_ms": None if usage is None else usage.time_to_first_token_ms,
        "duration_ms": None if usage is None else usage.duration_ms,
        "attempt": 0,
        "event_number": 0,
        # Left out rather than null, which would be JSON's.
        **({"citations": message.citations} if message.citations else {}),
        **({"suggestions": message.suggestions} if message.suggestions else {}),
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


def _attachments(
    conversation: Conversation, source: PortableConversation, ids: dict[str, UUID], files: Mapping[str, UUID]
) -> list[dict[str, Any]]:
    rows = []
    for message in source.messages:
        found = [files[each.path] for each in message.attachments if each.path is not None and each.path in files]
        rows += [
            {
                "organization_id": conversation.organization_id,
                "message_id": ids[message.id],
                "file_id": file_id,
                "position": position,
            }
            for position, file_id in enumerate(dict.fromkeys(found))
        ]
    return rows
