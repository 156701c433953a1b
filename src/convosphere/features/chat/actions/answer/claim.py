"""Taking an answer on: from here on this worker, and no other, may write it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import ChatMessage
from convosphere.features.assistants.types import Pins
from convosphere.features.chat import repository
from convosphere.features.chat.actions.attachments import still_checked
from convosphere.features.chat.actions.past import readable
from convosphere.features.chat.actions.showing import show_answer, show_message
from convosphere.features.chat.actions.summaries import summary_of
from convosphere.features.chat.repository.attachments import files_of
from convosphere.features.chat.repository.sources import list_sources
from convosphere.features.chat.schemas import MessageOut
from convosphere.features.chat.tables import ConversationSource, Message
from convosphere.features.chat.types import RUNNING, AnswerKey, MessageStatus, conversation_stream
from convosphere.features.files.tables import File
from convosphere.features.models.actions import lose_calls, resolve_model
from convosphere.features.models.types import Asker, ResolvedModel
from convosphere.platform.context import Platform
from convosphere.platform.errors import ProblemError

FILES_LOOK_SECONDS = 0.2
# Longer than a scanner and a reader may take; after that the model is told that the file is still being checked.
FILES_PATIENCE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Claim:
    """An answer to be written: the row as it is now and as readers see it, the way to its question, who is to answer.

    Without a model, `problem` says why.
    """

    answer: Message
    shown: MessageOut
    history: list[tuple[UUID, ChatMessage]]
    # What the messages carry, by message.
    files: dict[UUID, list[File]]
    model: ResolvedModel | None
    problem: ProblemError | None = None
    stopped: bool = False
    # The question, if it has files: when it came they were being checked, and only their owner was told of the end.
    question: MessageOut | None = None
    # What the beginning of the branch says, for a model that no longer sees it.
    summary: str = ""
    # Which of its messages stay in any context.
    pins: Pins = field(default_factory=Pins)
    # What it may rest on; and whether nothing else of the conversation may stay.
    sources: Sequence[ConversationSource] = ()
    temporary: bool = False
    asker_id: UUID | None = None


class _FilesBeingCheckedError(Exception):
    """The question's files are not through their check: nothing is written yet."""


async def claim_answer(platform: Platform, key: AnswerKey, person_id: UUID | None) -> Claim | None:
    """Takes the answer on, once the question's files are checked; None when there is nothing (left) to do.

    `person_id` is whoever asked: the model has to be open to them.
    """
    patience = asyncio.get_running_loop().time() + FILES_PATIENCE_SECONDS
    while True:
        try:
            return await _claim(platform, key, person_id, wait=asyncio.get_running_loop().time() < patience)
        except _FilesBeingCheckedError:
            await asyncio.sleep(FILES_LOOK_SECONDS)


async def _claim(platform: Platform, key: AnswerKey, person_id: UUID | None, *, wait: bool) -> Claim | None:
    """Takes the answer on.

    Raising the attempt shuts out a worker that was thought dead and still writes. The saved text belongs to the
    number of the last event before this attempt's first: whoever fetches it now replays the attempt from there.
    """
    head = await platform.log.head(conversation_stream(key.conversation_id))
    async with platform.database.transaction(key.organization_id) as session:
        # One UPDATE at the end: at a second one of the same row PostgreSQL checks its foreign keys again, which locks
        # the conversation behind the message, the other way round than everybody else does.
        session.autoflush = False
        taken = await repository.take_answer(session, key.message_id)
        if taken is None:
            return None
        answer, conversation = taken.answer, taken.conversation
        if answer.status not in RUNNING or answer.parent_id is None:
            return None
        answer.attempt += 1
        temporary = conversation.temporary
        if answer.attempt > 1:
            # Whoever wrote at it before may be gone without having recorded what they asked for.
            lose_calls(session, key.organization_id, key.message_id, traceable=not temporary)
        answer.event_number = head
        answer.status = MessageStatus.STREAMING
        rows = await repository.history(session, key.conversation_id, answer.parent_id)
        files = await files_of(session, [row.id for row in rows if row.carries])
        history, pins = readable(rows, files)
        if wait and answer.stop_requested_at is None and still_checked(files, answer.parent_id):
            raise _FilesBeingCheckedError
        model, problem = None, None
        if answer.stop_requested_at is None:
            try:
                model = await _model(session, platform, answer, person_id)
            except ProblemError as found:
                problem = found
        sources: Sequence[ConversationSource] = ()
        if conversation.source_count:
            sources = await list_sources(session, key.conversation_id)
        if answer.grounding is None or answer.grounding["state"] == "searching":
            answer.grounding = {"v": 1, "state": "searching"} if sources and model is not None else None
        shown = await show_answer(session, answer, beside=taken.beside)
        question = None
        if files.get(answer.parent_id):
            asked = await repository.get_message(session, key.conversation_id, answer.parent_id)
            question = await show_message(session, asked, answer.locale or "en")
        stopped = answer.stop_requested_at is not None
        summary = await summary_of(session, platform, key.conversation_id, history) if taken.summarised else ""
        return Claim(
            answer,
            shown,
            history,
            files,
            model,
            problem,
            stopped,
            question,
            summary,
            pins,
            sources,
            temporary,
            person_id,
        )


async def _model(session: AsyncSession, platform: Platform, answer: Message, person_id: UUID | None) -> ResolvedModel:
    model = await resolve_model(
        session,
        platform,
        answer.organization_id,
        answer.model_id,
        asker=Asker(person_id),
        locale=answer.locale or "en",
    )
    absent = model.in_place_of
    if absent is not None:
        # Who had begun may have stood in itself.
        wanted = answer.fallback or {"model_id": str(absent.id), "wanted": absent.name}
        answer.fallback = {**wanted, "because": absent.because}
    answer.model_id = model.id
    answer.model_name = model.name
    answer.model_display_name = model.display_name
    answer.model_provider = model.provider
    return model
