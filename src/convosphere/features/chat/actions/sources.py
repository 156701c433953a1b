"""Knowledge bases and documents attached to a conversation: what its answers may rest on."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import conversation_updated, tell_conversation, tell_lists
from convosphere.features.chat.repository import sources as stored
from convosphere.features.chat.schemas import SourceIn, SourceList, SourceOut
from convosphere.features.chat.tables import Conversation, ConversationSource
from convosphere.features.chat.types import Access
from convosphere.features.knowledge.actions.search import Source, name_sources
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError


async def list_sources(session: AsyncSession, actor: Actor, conversation_id: UUID) -> SourceList:
    """What is attached; what the reader may not read themself has no name.

    Raises:
        NotFoundError: there is no such conversation for the actor.
    """
    actor.require("chat.read")
    await repository.get_conversation(session, actor, conversation_id)
    return await _show(session, actor, await stored.list_sources(session, conversation_id))


async def set_sources(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, wanted: Sequence[SourceIn]
) -> SourceList:
    """Attaches these and no others, for all who write in the conversation. Each answer searches what its
    asker may read.

    Raises:
        NotFoundError: there is no such conversation, or something new is not for the actor to read.
        ConversationReadOnlyError: the actor only reads here.
    """
    actor.require("chat.write")
    conversation = await repository.get_conversation(session, actor, conversation_id, need=Access.WRITER, lock=True)
    before = await stored.list_sources(session, conversation_id)
    kept = {(each.kind, each.source_id) for each in before}
    names = {(each.kind, each.id) for each in wanted}
    new = await _readable(session, platform, actor, conversation, [e for e in wanted if (e.kind, e.id) not in kept])
    gone = [each for each in before if (each.kind, each.source_id) not in names]
    if new or gone:
        await stored.replace_sources(session, conversation_id, gone, new)
        conversation.source_count = len(names)
        conversation.updated_at = platform.clock.now()
        await session.flush()
        tell_conversation(session, platform.log, conversation_id, [conversation_updated(conversation)])
        await tell_lists(session, platform, conversation)
    return await _show(session, actor, await stored.list_sources(session, conversation_id))


async def attach_first(
    session: AsyncSession, platform: Platform, actor: Actor, conversation: Conversation, wanted: Sequence[SourceIn]
) -> None:
    """Gives a new conversation what it is to begin with.

    Raises:
        NotFoundError: something of it is not for the actor to read.
    """
    new = await _readable(session, platform, actor, conversation, wanted)
    await stored.replace_sources(session, conversation.id, (), new)
    conversation.source_count = len(new)
    await stored.count_sources(session, conversation.id, len(new))


async def _readable(
    session: AsyncSession, platform: Platform, actor: Actor, conversation: Conversation, wanted: Sequence[SourceIn]
) -> list[ConversationSource]:
    """Rows for what the actor may read, each once."""
    if not wanted:
        return []
    actor.require("knowledge.read")
    known = await name_sources(session, actor, [Source(each.kind, each.id) for each in wanted])
    rows: dict[tuple[str, UUID], ConversationSource] = {}
    for place, each in enumerate(wanted):
        if Source(each.kind, each.id) not in known:
            raise NotFoundError(field=f"body.sources.{place}.id")
        rows[each.kind, each.id] = ConversationSource(
            organization_id=actor.organization_id,
            conversation_id=conversation.id,
            kind=each.kind,
            source_id=each.id,
            added_by=actor.person_id,
            added_at=platform.clock.now(),
        )
    return list(rows.values())


async def _show(session: AsyncSession, actor: Actor, rows: Sequence[ConversationSource]) -> SourceList:
    asked = [Source(row.kind, row.source_id) for row in rows]
    known = await name_sources(session, actor, asked) if asked and actor.may("knowledge.read") else {}
    items = []
    for each in asked:
        found = known.get(each)
        items.append(
            SourceOut(
                kind="base" if each.kind == "base" else "document",
                id=each.id,
                name=None if found is None else found.name,
                readable=found is not None,
                base_id=None if found is None or each.kind == "base" else found.base_id,
            )
        )
    return SourceList(items=items)
