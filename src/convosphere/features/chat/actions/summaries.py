"""What stands in for the beginning of a conversation that a model no longer sees.

Made by the small model after an answer that was given without the beginning, and reaching a little further than that,
so that it is not made anew after each answer. Whoever answers finds the one that is there, and never waits for one.
"""

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import ChatMessage, Gateway
from convosphere.features.chat import repository
from convosphere.features.chat.actions.past import readable
from convosphere.features.chat.actions.small.asking import SmallTask, ask_small_model
from convosphere.features.chat.repository.summaries import Summary, all_exist, find_summary, put_summary
from convosphere.features.chat.types import AnswerKey
from convosphere.features.models.types import Purpose
from convosphere.platform.context import Platform

SUMMARY_JOB = "chat.summarise"

# Characters of what a small model is shown, in all and of one message; and of what is kept of its answer.
_MOST_SHOWN = 24_000
_MOST_OF_ONE = 3_000
_MOST_KEPT = 6_000

_log = structlog.get_logger(__name__)

History = Sequence[tuple[UUID, ChatMessage]]


async def summary_of(session: AsyncSession, platform: Platform, conversation_id: UUID, history: History) -> str:
    """What is kept for this branch; "": nothing."""
    if not platform.settings.chat.summaries or not history:
        return ""
    found = await find_summary(session, conversation_id)
    return found.text if found is not None and _place(history, found.until_id) is not None else ""


async def summarise(platform: Platform, gateway: Gateway, key: AnswerKey, person_id: UUID, left_out: int) -> None:
    """Sums up what was left out of an answer, `left_out` messages, unless that is done already."""
    async with platform.database.transaction(key.organization_id) as session:
        answer = await repository.find_message(session, key.conversation_id, key.message_id)
        if answer is None or answer.parent_id is None:
            return
        history, _ = readable(await repository.history(session, key.conversation_id, answer.parent_id))
        kept = await find_summary(session, key.conversation_id)
    place = None if kept is None else _place(history, kept.until_id)
    done = 0 if place is None else place + 1
    if kept is not None and done >= left_out:
        return
    end = min(left_out + (len(history) - left_out) // 3, len(history) - 1)
    text = _text("" if kept is None or place is None else kept.text, [message for _, message in history[done:end]])
    said = await ask_small_model(platform, gateway, SmallTask(key, person_id, Purpose.SUMMARY, text))
    if not said or not said.strip():
        return
    told = [message_id for message_id, _ in history[:end]]
    async with platform.database.transaction(key.organization_id) as session:
        conversation = await repository.lock_conversation(session, key.conversation_id)
        if conversation is None or not await all_exist(session, told):
            # Something of it was deleted meanwhile.
            return
        summary = Summary(told[-1], said.strip()[:_MOST_KEPT])
        await put_summary(session, conversation, summary, platform.clock.now())
    _log.info("conversation_summarised", conversation_id=str(key.conversation_id), messages=len(told))


def _place(history: History, message_id: UUID) -> int | None:
    return next((place for place, (each, _) in enumerate(history) if each == message_id), None)


def _text(before: str, messages: Sequence[ChatMessage]) -> str:
    each = max(min(_MOST_OF_ONE, _MOST_SHOWN // max(len(messages), 1)), 200)
    parts = [before] if before else []
    parts += [f"{message.role}: {message.text[:each]}" for message in messages]
    return "\n\n---\n\n".join(parts)
