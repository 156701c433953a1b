"""Making, changing and removing conversations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import conversation_updated, tell_begun, tell_conversation, tell_lists
from convosphere.features.chat.actions.order.telling import tell_deleted_ones
from convosphere.features.chat.actions.sources import attach_first
from convosphere.features.chat.actions.stop import signal_stop
from convosphere.features.chat.errors import IdTakenError
from convosphere.features.chat.repository import Reached
from convosphere.features.chat.schemas import ConversationCreate, ConversationPatch, ConversationQuery
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import Access, TitleOrigin
from convosphere.features.models.actions import require_model
from convosphere.platform.context import Platform
from convosphere.platform.database import Page
from convosphere.platform.ids import new_id

# What somebody else may change who writes in it; the rest is its owner's order.
_FOR_WRITERS = frozenset({"title", "model_id"})


async def create_conversation(
    session: AsyncSession, platform: Platform, actor: Actor, wanted: ConversationCreate
) -> Conversation:
    """A new, empty conversation; the existing one if the actor has made it before with the same id.

    Raises:
        IdTakenError: the id names something of someone else.
        ModelNotFoundError: there is no such model.
        NotFoundError: there is no such folder, or no such source for the actor.
    """
    actor.require("chat.write")
    await _require_model(session, actor, wanted.model_id)
    if wanted.folder_id is not None:
        await repository.require_folder(session, actor.person_id, wanted.folder_id, field="body.folder_id")
    now = platform.clock.now()
    conversation = Conversation(
        id=wanted.id or new_id(),
        organization_id=actor.organization_id,
        owner_id=actor.person_id,
        title=wanted.title,
        model_id=wanted.model_id,
        folder_id=wanted.folder_id,
        temporary=wanted.temporary,
        title_origin=TitleOrigin.PERSON if wanted.title else TitleOrigin.WORDS,
        created_at=now,
        updated_at=now,
        last_message_at=now,
        archived_at=None,
        running_answer_id=None,
    )
    if await repository.add_conversation(session, conversation):
        if wanted.sources:
            await attach_first(session, platform, actor, conversation, wanted.sources)
        tell_begun(session, platform.log, conversation)
        return conversation
    existing = await repository.find_own(session, actor.person_id, conversation.id)
    if existing is None:
        raise IdTakenError(field="body.id")
    return existing


async def list_conversations(session: AsyncSession, actor: Actor, wanted: ConversationQuery) -> Page[Reached]:
    """The actor's conversations that a filter finds, or those that others have opened to them; a folder or tag that
    there is not finds none.
    """
    actor.require("chat.read")
    if wanted.scope == "joined":
        return await repository.list_joined(session, actor, wanted)
    page = await repository.list_conversations(session, actor.person_id, wanted)
    return Page([Reached(row, Access.OWNER) for row in page.items], page.next_cursor)


async def get_conversation(session: AsyncSession, actor: Actor, conversation_id: UUID) -> Reached:
    """One of the actor's conversations, or one that is opened to them.

    Raises:
        NotFoundError: there is none, or not for the actor.
    """
    actor.require("chat.read")
    return await repository.reach_conversation(session, actor, conversation_id)


async def change_conversation(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, patch: ConversationPatch
) -> Reached:
    """Renames, archives, pins, files, tags or gives another model; fields that were not sent stay. The order in which
    it lies is its owner's to change.

    Raises:
        NotFoundError: there is no such conversation, folder or tag.
        ModelNotFoundError: there is no such model.
    """
    actor.require("chat.write")
    need = Access.OWNER if patch.model_fields_set - _FOR_WRITERS else Access.WRITER
    reached = await repository.reach_conversation(session, actor, conversation_id, need=need, lock=True)
    conversation = reached.conversation
    await _require_model(session, actor, patch.model_id)
    if patch.folder_id is not None:
        await repository.require_folder(session, actor.person_id, patch.folder_id, field="body.folder_id")
    if patch.tags:
        await repository.require_tags(session, actor.person_id, patch.tags, field="body.tags")
    now = platform.clock.now()
    _apply(conversation, patch, now)
    await session.flush()
    tell_conversation(session, platform.log, conversation.id, [conversation_updated(conversation)])
    await tell_lists(session, platform, conversation)
    return reached


async def _require_model(session: AsyncSession, actor: Actor, model_id: UUID | None) -> None:
    if model_id is not None:
        await require_model(session, actor, model_id, field="body.model_id")


def _apply(conversation: Conversation, patch: ConversationPatch, now: datetime) -> None:
    sent = patch.model_fields_set
    if "title" in sent and patch.title is not None:
        conversation.title = patch.title
        conversation.title_origin = TitleOrigin.PERSON
    if "model_id" in sent:
        conversation.model_id = patch.model_id
    if "archived" in sent and patch.archived is not None:
        conversation.archived_at = (conversation.archived_at or now) if patch.archived else None
    if "pinned" in sent and patch.pinned is not None:
        conversation.pinned_at = (conversation.pinned_at or now) if patch.pinned else None
    if "folder_id" in sent:
        conversation.folder_id = patch.folder_id
    if "tags" in sent and patch.tags is not None:
        conversation.tag_ids = list(dict.fromkeys(patch.tags))
    conversation.updated_at = now


async def delete_conversation(session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID) -> None:
    """Removes a conversation with all its messages; answers being written stop."""
    actor.require("chat.write")
    conversation = await repository.get_conversation(session, actor, conversation_id, need=Access.OWNER, lock=True)
    await remove_conversations(session, platform, [conversation])


async def remove_conversations(session: AsyncSession, platform: Platform, rows: Sequence[Conversation]) -> None:
    """The one way in which conversations go: with all their messages; answers being written stop, everybody who has
    them in a list or watches them is told.

    The caller has decided that it may, and has locked them.
    """
    if not rows:
        return
    for answer_id in await repository.all_running(session, rows):
        signal_stop(session, platform, answer_id)
    await tell_deleted_ones(session, platform.log, rows)
    await repository.delete_conversations(session, [row.id for row in rows])
