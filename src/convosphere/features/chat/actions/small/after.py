"""What small models are asked after one answer, as one job: each job costs as much as what is asked in it."""

import asyncio
from collections.abc import Collection
from uuid import UUID

from convosphere.engines.llm import Gateway
from convosphere.features.chat.actions.small.asking import find_subject
from convosphere.features.chat.actions.small.suggestions import suggest_questions
from convosphere.features.chat.actions.small.titles import title_conversation
from convosphere.features.chat.types import AnswerKey, TitleOrigin
from convosphere.features.models.types import Purpose
from convosphere.platform.context import Platform

SMALL_TASKS_JOB = "chat.small_tasks"


async def do_small_tasks(
    platform: Platform, gateway: Gateway, key: AnswerKey, person_id: UUID, purposes: Collection[Purpose]
) -> None:
    """Asks for the title, the suggestions or both at the same time; if one fails, the other comes to its end first.

    Run again, it asks for what is missing only: what was asked for and kept is paid for.
    """
    subject = await find_subject(platform, key, person_id)
    if subject is None:
        return
    asked = []
    if Purpose.TITLE in purposes and subject.exchange.title_origin == TitleOrigin.ASKED:
        asked.append(title_conversation(platform, gateway, key, person_id, subject))
    if Purpose.SUGGESTIONS in purposes and not subject.exchange.suggested:
        asked.append(suggest_questions(platform, gateway, key, person_id, subject))
    for outcome in await asyncio.gather(*asked, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome
