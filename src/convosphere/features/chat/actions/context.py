"""How much of a model's context a conversation takes up, and from where on the model sees it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import TOKENS_PER_IMAGE, ChatMessage
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.actions import Fitted, fit_task
from convosphere.features.assistants.rules import share_out
from convosphere.features.assistants.types import Pins, Task
from convosphere.features.chat import repository
from convosphere.features.chat.actions.attachments import CHARACTERS_PER_TOKEN, MOST_PICTURES, document_room
from convosphere.features.chat.actions.past import History, readable
from convosphere.features.chat.actions.summaries import summary_of
from convosphere.features.chat.repository.attachments import files_by_id, files_of
from convosphere.features.chat.schemas import ContextCost, ContextOut
from convosphere.features.files.tables import File
from convosphere.features.files.types import FileKind, FileStatus
from convosphere.features.models.actions import price_at_most, resolve_model
from convosphere.features.models.types import Asker, ResolvedModel
from convosphere.platform.context import Platform

# What is said in place of a file, or around its text.
_WORDS_TOKENS = 40
# Stands for the id of a question that is not sent yet.
_DRAFT = UUID(int=0)


@dataclass(frozen=True, slots=True)
class ContextWanted:
    """Whose context is asked for: of a conversation, with a model (None: the conversation's), and with files of the
    asker's that the next question will carry.
    """

    conversation_id: UUID
    model_id: UUID | None = None
    file_ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A conversation's shown branch, as an answer would read it. `before`: its questions that lie too far back."""

    model: ResolvedModel
    history: History
    files: Mapping[UUID, Sequence[File]]
    before: int = 0
    summary: str = ""
    pins: Pins = field(default_factory=Pins)


async def show_context(platform: Platform, actor: Actor, wanted: ContextWanted) -> ContextOut:
    """What the next question would take along to a model. No transaction may be open.

    Raises:
        NotFoundError: there is no such conversation for the actor.
        ModelNotFoundError, ModelUnavailableError: see `resolve_model`.
    """
    actor.require("chat.read")
    async with platform.database.transaction(actor.organization_id) as session:
        found = await _find(session, platform, actor, wanted)
    history = [message for _, message in found.history]
    task = Task(found.model, history, actor.locale, platform.clock.now(), summary=found.summary, pins=found.pins)
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
        pinned=fitted.pinned,
        pins_cut=fitted.pins_cut,
        history=fitted.used - fitted.system - fitted.pinned - attachments,
        attachments=attachments,
        dropped_turns=fitted.dropped_turns + found.before,
        sees_from=_sees_from(found, fitted.first) if left_out else None,
        cut=fitted.cut,
        summarised=fitted.summarised,
        summary=found.summary if fitted.summarised else None,
        next_cost=await _next_cost(found.model, fitted),
        exact=fitted.exact,
    )


def _sees_from(found: _Found, first: int) -> UUID | None:
    message_id = found.history[first][0] if found.history else _DRAFT
    return None if message_id == _DRAFT else message_id


async def _find(session: AsyncSession, platform: Platform, actor: Actor, wanted: ContextWanted) -> _Found:
    conversation_id = wanted.conversation_id
    conversation = await repository.get_conversation(session, actor, conversation_id)
    model = await resolve_model(
        session,
        platform,
        actor.organization_id,
        wanted.model_id or conversation.model_id,
        asker=Asker(actor.person_id),
        locale=actor.locale,
    )
    carried = await files_by_id(session, wanted.file_ids)
    draft = [file for file in carried.values() if file.owner_id == actor.person_id]
    if conversation.leaf_id is None:
        return _with_draft(_Found(model, [], {}), draft)
    rows = await repository.history(session, conversation_id, conversation.leaf_id)
    files = await files_of(session, [row.id for row in rows if row.carries])
    history, pins = readable(rows, files)
    before = 0
    near = [row for row in rows if not row.apart]
    if len(near) == repository.HISTORY_MESSAGES:
        before = await repository.count_questions_before(session, conversation_id, near[0].id)
    summary = await summary_of(session, platform, conversation_id, history)
    return _with_draft(_Found(model, history, files, before, summary, pins), draft)


def _with_draft(found: _Found, files: Sequence[File]) -> _Found:
    """Files that wait in the composer come with the next question, whose words nobody knows yet."""
    if not files:
        return found
    question = (_DRAFT, ChatMessage("user", ""))
    return replace(found, history=[*found.history, question], files={**found.files, _DRAFT: files})


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
