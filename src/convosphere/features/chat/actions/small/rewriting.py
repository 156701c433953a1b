"""A follow-up as a question that stands alone, so that documents can be searched for it."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog

from convosphere.engines.llm import ChatMessage, Gateway
from convosphere.features.chat.actions.small.asking import SmallTask, ask_small_model
from convosphere.features.chat.types import AnswerKey
from convosphere.features.knowledge.rules.questions import MOST_CHARACTERS, joined
from convosphere.features.models.types import Purpose
from convosphere.platform.context import Platform

# Somebody waits for the answer: a small model that takes longer is done without.
_PATIENCE_SECONDS: Final = 12.0
_MESSAGES_SHOWN: Final = 6
_CHARACTERS_SHOWN: Final = 1_200

_log = structlog.get_logger(__name__)


async def standalone_question(
    platform: Platform, gateway: Gateway, key: AnswerKey, person_id: UUID, history: Sequence[ChatMessage]
) -> str:
    """The last question of a history in words that need none of the rest; the first one is as it was asked.

    A small model finds them; where there is none, or it does not answer in time, the question's own words and those of
    the one before stand together.
    """
    questions = [message.text for message in history if message.role == "user"]
    question = questions[-1].strip()[:MOST_CHARACTERS] if questions else ""
    if len(questions) < 2:  # noqa: PLR2004 - nothing was asked before
        return question
    shown = [f"{each.role}: {each.text[:_CHARACTERS_SHOWN]}" for each in history[-_MESSAGES_SHOWN - 1 : -1]]
    text = "\n\n".join([*shown, f"---\n\n{question}"])
    said = None
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            said = await ask_small_model(platform, gateway, SmallTask(key, person_id, Purpose.REWRITE, text))
    except TimeoutError:
        _log.warning("rewriting_took_too_long", message_id=str(key.message_id))
    return rewritten(said or "") or joined(questions[-2], question)


def rewritten(said: str) -> str:
    """The question in what a small model says: its first line, without what it puts around it; "": none."""
    line = next((line.strip() for line in said.splitlines() if line.strip()), "")
    return line.strip("\"'“”„«»*` ")[:MOST_CHARACTERS]
