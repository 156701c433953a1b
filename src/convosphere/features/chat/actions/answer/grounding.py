"""What an answer may rest on: found with the rights of whoever asks, told as it is searched, kept for a successor."""

import asyncio
from typing import Any, Final
from uuid import UUID

import structlog

from convosphere.features.accounts.actions.acting import find_acting
from convosphere.features.accounts.types import Actor
from convosphere.features.chat.actions.answer.claim import Claim
from convosphere.features.chat.actions.answer.desk import AnswerDesk
from convosphere.features.chat.actions.answer.draft import Draft
from convosphere.features.chat.actions.citations import Grounds
from convosphere.features.chat.actions.notify import encode
from convosphere.features.chat.actions.present import present_grounding
from convosphere.features.chat.actions.small.rewriting import standalone_question
from convosphere.features.chat.repository.sources import keep_grounding
from convosphere.features.knowledge.actions.search import (
    Searched,
    Source,
    for_answer,
    record_search,
    reload_passages,
    stored_passage,
)
from convosphere.features.knowledge.types.passages import Grounded
from convosphere.features.knowledge.types.permissions import PERMISSIONS
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.realtime import EventLogUnavailableError

# What passages may take of a model's context, as `fit_task` allows; and more than anybody reads for one question.
_SHARE: Final = 0.4
_CHARACTERS_PER_TOKEN: Final = 3.5
_UNKNOWN_WINDOW: Final = 32_000
_MOST_CHARACTERS: Final = 40_000

_log = structlog.get_logger(__name__)


async def find_grounds(desk: AnswerDesk, draft: Draft, claim: Claim) -> Grounds:
    """Searches what is attached to the conversation; an answer that is gone on with keeps the passages it began with.

    No transaction may be open.

    Raises:
        SearchUnavailableError: the index does not answer.
    """
    stored, person_id = claim.answer.grounding, claim.asker_id
    if desk.ground is None or claim.model is None or person_id is None:
        return Grounds()
    if stored is not None and stored["state"] == "done":
        return await _again(desk, draft, stored, claim, person_id)
    if not claim.sources:
        return Grounds()
    history = [message for _, message in claim.history]
    first = sum(message.role == "user" for message in history) < 2  # noqa: PLR2004 - nothing was asked before
    question = await standalone_question(desk.platform, desk.gateway, draft.key, person_id, history)
    if not first:
        await _tell(desk, draft, claim, {"v": 1, "state": "searching", "question": question})
    actor = await _asker(desk, draft, person_id)
    if actor is None:
        return Grounds(searched_for=question)
    sources = [Source(each.kind, each.source_id) for each in claim.sources]
    found = await desk.ground(actor, sources, question, _room(claim.model))
    search = None if claim.temporary else for_answer(found, actor, draft.key.message_id)
    await _tell(desk, draft, claim, _stored(found), search)
    return Grounds(found.passages, searched_for=question, before=claim.answer.content)


async def _again(desk: AnswerDesk, draft: Draft, stored: dict[str, Any], claim: Claim, person_id: UUID) -> Grounds:
    actor = await _asker(desk, draft, person_id)
    async with desk.platform.database.transaction(draft.key.organization_id) as session:
        passages = await reload_passages(session, actor, stored["passages"])
    return Grounds(passages, searched_for=stored["question"], before=claim.answer.content)


async def _asker(desk: AnswerDesk, draft: Draft, person_id: UUID) -> Actor | None:
    """Whoever asked, with what they may now."""
    key = draft.key
    async with desk.platform.database.transaction(key.organization_id) as session:
        return await find_acting(session, desk.platform.clock, person_id, PERMISSIONS, api_key_id=key.api_key_id)


async def _tell(
    desk: AnswerDesk, draft: Draft, claim: Claim, grounding: dict[str, Any], search: Searched | None = None
) -> None:
    """Stores it first, then tells: whoever fetches in between is not behind what they hear next."""
    key = draft.key
    async with desk.platform.database.transaction(key.organization_id) as session:
        if not await keep_grounding(session, key.message_id, draft.attempt, grounding):
            return
        if search is not None:
            await record_search(session, desk.platform.clock, search)
    shown = present_grounding(grounding, claim.answer.locale or "en")
    event = encode("answer.grounding", message_id=key.message_id, attempt=draft.attempt, grounding=shown)
    try:
        await draft.announce(desk.platform.log, [event])
    except EventLogUnavailableError as error:
        _log.warning("grounding_not_announced", error=str(error))


def _stored(found: Grounded) -> dict[str, Any]:
    return {
        "v": 1,
        "state": "done",
        "question": found.question,
        "confidence": found.confidence.value,
        "because": found.because,
        "searched": found.searched,
        "passages": [stored_passage(each) for each in found.passages],
    }


def _room(model: ResolvedModel) -> int:
    window = model.context_window or _UNKNOWN_WINDOW
    return min(int(window * _SHARE * _CHARACTERS_PER_TOKEN), _MOST_CHARACTERS)


async def citations_of(draft: Draft) -> list[dict[str, Any]]:
    """What an answer cites, however it ended."""
    grounds, content = draft.grounds, draft.whole_content
    if grounds is None or "[" not in content:
        return []
    return await asyncio.to_thread(grounds.cited_in, content)
