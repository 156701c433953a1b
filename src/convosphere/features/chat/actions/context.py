"""How much of a model's context a conversation takes up, and from where on the model sees it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import TOKENS_PER_IMAGE, ChatMessage
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.actions import Fitted, fit_task
from convosphere.features.assistants.rules import share_out
from convosphere.features.assistants.types import Task
from convosphere.features.chat import repository
from convosphere.features.chat.actions.attachments import CHARACTERS_PER_TOKEN, MOST_PICTURES, document_room
from convosphere.features.chat.actions.summaries import summary_of
from convosphere.features.chat.repository.attachments import files_of
from convosphere.features.chat.schemas import ContextCost, ContextOut
from convosphere.features.chat.types import MessageRole
from convosphere.features.files.tables import File
from convosphere.features.files.types import FileKind, FileStatus
from convosphere.features.models.actions import price_at_most, resolve_model
from convosphere.features.models.types import Asker, ResolvedModel
from convosphere.platform.context import Platform

# What is said in place of a file, or around its text.
_WORDS_TOKENS = 40


@dataclass(frozen=True, slots=True)
class _Found:
    """A conversation's shown branch, as an answer would read it. `before`: its questions that lie too far back."""

    model: ResolvedModel
    history: list[tuple[UUID, ChatMessage]]
    files: Mapping[UUID, Sequence[File]]
    before: int
    summary: str = ""


async def show_context(platform: Platform, actor: Actor, conversation_id: UUID, model_id: UUID | None) -> ContextOut:
    """What the next question would take along to a model; None: to the conversation's. No transaction may be open.

    Raises:
        NotFoundError: there is no such conversation for the actor.
        ModelNotFoundError, ModelUnavailableError: see `resolve_model`.
    """
    actor.require("chat.read")
    async with platform.database.transaction(actor.organization_id) as session:
        found = await _find(session, platform, actor, conversation_id, model_id)
    history = [message for _, message in found.history]
    task = Task(found.model, history, actor.locale, platform.clock.now(), summary=found.summary)
    beside = weigh_files(found.history, found.files, found.model)
    fitted = await fit_task(task, found.model, beside)
    attachments = sum(beside[fitted.first :])
    left_out = fitted.first > 0 or found.before > 0
    return ContextOut(
        model_id=found.model.id,
        window=found.model.context_window,
        reserved=fitted.reserved,
        used=fitted.used,
        system=fitted.system,
        history=fitted.used - fitted.system - attachments,
        attachments=attachments,
        dropped_turns=fitted.dropped_turns + found.before,
        sees_from=found.history[fitted.first][0] if left_out and found.history else None,
        cut=fitted.cut,
        summarised=fitted.summarised,
        next_cost=await _next_cost(found.model, fitted),
        exact=fitted.exact,
    )


async def _find(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, model_id: UUID | None
) -> _Found:
    conversation = await repository.get_conversation(session, actor, conversation_id)
    model = await resolve_model(
        session,
        platform,
        actor.organization_id,
        model_id or conversation.model_id,
        asker=Asker(actor.person_id),
        locale=actor.locale,
    )
    if conversation.leaf_id is None:
        return _Found(model, [], {}, 0)
    rows = await repository.history(session, conversation_id, conversation.leaf_id)
    history = [
        (message_id, ChatMessage("user" if role == MessageRole.USER else "assistant", content))
        for message_id, role, content in rows
        if content
    ]
    files = await files_of(session, [message_id for message_id, message in history if message.role == "user"])
    before = 0
    if len(rows) == repository.HISTORY_MESSAGES:
        before = await repository.count_questions_before(session, conversation_id, rows[0][0])
    summary = await summary_of(session, platform, conversation_id, history)
    return _Found(model, history, files, before, summary)


def weigh_files(
    history: Sequence[tuple[UUID, ChatMessage]], files: Mapping[UUID, Sequence[File]], model: ResolvedModel
) -> list[int]:
    """About how many tokens the messages' files will take up, by message: what `tell_files` will make of them, without
    reading them.
    """
    beside = [0] * len(history)
    if model.is_builtin:
        return beside
    room, pictures = document_room(model), 0 if model.vision is False else MOST_PICTURES
    for place in range(len(history) - 1, -1, -1):
        carried = files.get(history[place][0], ())
        lengths = [file.text_characters or 0 if _is_document(file) else 0 for file in carried]
        shown = sum(share_out(lengths, room))
        room -= shown
        seen = min(pictures, sum(file.kind == FileKind.IMAGE and file.status == FileStatus.READY for file in carried))
        pictures -= seen
        beside[place] = math.ceil(shown / CHARACTERS_PER_TOKEN) + seen * TOKENS_PER_IMAGE + _WORDS_TOKENS * len(carried)
    return beside


def _is_document(file: File) -> bool:
    return file.status == FileStatus.READY and file.kind != FileKind.IMAGE


async def _next_cost(model: ResolvedModel, fitted: Fitted) -> ContextCost | None:
    if model.is_builtin:
        return None
    least = await price_at_most(model, fitted.used, 0)
    most = await price_at_most(model, fitted.used, fitted.reserved)
    return None if least is None or most is None else ContextCost(input=least, at_most=most)
