"""A title by a small model, in place of the first words; never in place of what a person wrote."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import Gateway
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import conversation_updated, tell_conversation, tell_lists
from convosphere.features.chat.actions.small.asking import SmallTask, Subject, ask_small_model
from convosphere.features.chat.rules import title_said
from convosphere.features.chat.types import AnswerKey, TitleOrigin
from convosphere.features.models.types import Purpose
from convosphere.platform.context import Platform


async def title_conversation(
    platform: Platform, gateway: Gateway, key: AnswerKey, person_id: UUID, subject: Subject
) -> None:
    """Asks for a title and keeps it, unless somebody has written one meanwhile."""

    async def keep(session: AsyncSession, said: str) -> None:
        title = title_said(said)
        if not title:
            return
        conversation = await repository.lock_conversation(session, key.conversation_id)
        if conversation is None or conversation.title_origin != TitleOrigin.ASKED:
            return
        conversation.title = title
        conversation.title_origin = TitleOrigin.MODEL
        conversation.updated_at = platform.clock.now()
        await session.flush()
        tell_conversation(session, platform.log, conversation.id, [conversation_updated(conversation)])
        await tell_lists(session, platform, conversation)

    await ask_small_model(platform, gateway, SmallTask(key, person_id, Purpose.TITLE), subject, keep)
