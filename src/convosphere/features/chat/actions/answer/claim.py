"""Taking an answer on: from here on this worker, and no other, may write it."""

from dataclasses import dataclass

from convosphere.engines.llm import ChatMessage
from convosphere.features.chat import repository
from convosphere.features.chat.tables import Message
from convosphere.features.chat.types import RUNNING, AnswerKey, MessageRole, MessageStatus, conversation_stream
from convosphere.features.models.actions import resolve_model
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.context import Platform
from convosphere.platform.errors import ProblemError


@dataclass(frozen=True, slots=True)
class Claim:
    """An answer to be written: the row as it is now, the way to its question, who is to answer.

    Without a model, `problem` says why.
    """

    answer: Message
    history: list[ChatMessage]
    model: ResolvedModel | None
    problem: ProblemError | None = None
    stopped: bool = False


async def claim_answer(platform: Platform, key: AnswerKey) -> Claim | None:
    """Takes the answer on; None when there is nothing (left) to do.

    Raising the attempt shuts out a worker that was thought dead and still writes. The saved text belongs to the
    number of the last event before this attempt's first: whoever fetches it now replays the attempt from there.
    """
    head = await platform.log.head(conversation_stream(key.conversation_id))
    async with platform.database.transaction(key.organization_id) as session:
        answer = await repository.lock_answer(session, key.message_id)
        if answer is None or answer.status not in RUNNING or answer.parent_id is None:
            return None
        answer.attempt += 1
        answer.event_number = head
        answer.status = MessageStatus.STREAMING
        history = [
            ChatMessage("user" if role == MessageRole.USER else "assistant", content)
            for role, content in await repository.history(session, key.conversation_id, answer.parent_id)
            if content
        ]
        if answer.stop_requested_at is not None:
            return Claim(answer, history, None, stopped=True)
        try:
            model = await resolve_model(
                session, platform, key.organization_id, answer.model_id, locale=answer.locale or "en"
            )
        except ProblemError as problem:
            return Claim(answer, history, None, problem)
        answer.model_id = model.id
        answer.model_name = model.name
        answer.model_display_name = model.display_name
        answer.model_provider = model.provider
        return Claim(answer, history, model)
