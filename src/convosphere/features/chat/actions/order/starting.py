"""Beginning a chat from a template."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.actions.conversations import create_conversation
from convosphere.features.chat.actions.notify import tell_lists
from convosphere.features.chat.actions.send import send_message
from convosphere.features.chat.errors import MessageTooLongError
from convosphere.features.chat.repository.importing import History, add_histories
from convosphere.features.chat.schemas import ConversationCreate, MessageCreate, TemplateStart
from convosphere.features.chat.schemas.texts import clean_content
from convosphere.features.chat.tables import Conversation
from convosphere.features.chat.types import MessageRole, MessageStatus
from convosphere.features.models.actions import require_model
from convosphere.features.models.errors import ModelNotFoundError
from convosphere.features.prompts.actions import get_template
from convosphere.features.prompts.rules import fill, length_filled, values_for
from convosphere.features.prompts.schemas import FirstMessage, Variable
from convosphere.platform.context import Platform
from convosphere.platform.errors import FieldProblem, InvalidInputError
from convosphere.platform.ids import new_id


async def start_template(
    session: AsyncSession, platform: Platform, actor: Actor, template_id: UUID, wanted: TemplateStart
) -> Conversation:
    """A conversation that begins as the template says; its prompt is asked at once, if it has one.

    A model that is gone since makes room for the default one.

    Raises:
        NotFoundError: there is no such template, or no such folder.
        InvalidInputError: a variable is missing or does not fit.
        MessageTooLongError: the prompt or a first message, filled in, is longer than a message may be.
    """
    template = await get_template(session, actor, template_id)
    values = values_for([Variable.model_validate(one) for one in template.variables], wanted.variables)
    first = [FirstMessage.model_validate(one) for one in template.first_messages]
    texts = [_filled(platform, message.content, values) for message in first]
    if any(not text.strip() for text in texts):
        raise InvalidInputError(problems=[FieldProblem(field="body.variables", code="missing")])
    prompt = _filled(platform, template.prompt, values)
    model_id = await _model_still_there(session, actor, template.model_id)
    begun = ConversationCreate(model_id=model_id, folder_id=wanted.folder_id)
    conversation = await create_conversation(session, platform, actor, begun)
    # The copy that was told is not the row: that one is written to from here on.
    row = await session.get_one(Conversation, conversation.id)
    if not prompt.strip():
        row.title = template.name
        await tell_lists(session, platform, row)
    if first:
        said = _said(actor, row, [MessageRole(message.role) for message in first], texts, platform.clock.now())
        await add_histories(session, History(messages=said))
        row.leaf_id = said[-1]["id"]
        await session.flush()
    if prompt.strip():
        await send_message(session, platform, actor, row.id, MessageCreate(content=prompt))
    return row


def _filled(platform: Platform, text: str, values: Mapping[str, str]) -> str:
    limit = platform.settings.limits.message_characters
    length = length_filled(text, values)
    if length > limit:
        raise MessageTooLongError(field="body.variables", limit=limit, given=length)
    return fill(text, values)


async def _model_still_there(session: AsyncSession, actor: Actor, model_id: UUID | None) -> UUID | None:
    if model_id is None:
        return None
    try:
        await require_model(session, actor, model_id, field="path.template_id")
    except ModelNotFoundError:
        return None
    return model_id


def _said(
    actor: Actor, row: Conversation, roles: Sequence[MessageRole], texts: Sequence[str], now: datetime
) -> list[dict[str, Any]]:
    """The rows of messages that follow each other from the beginning on, as if they had been said."""
    ids = [new_id() for _ in texts]
    return [
        {
            "id": message_id,
            "organization_id": actor.organization_id,
            "conversation_id": row.id,
            "parent_id": parent_id,
            "role": role,
            "status": MessageStatus.COMPLETED,
            "content": clean_content(text),
            "author_id": actor.person_id if role is MessageRole.USER else None,
            "author_name": actor.name if role is MessageRole.USER else None,
            "created_at": now,
            "completed_at": now,
        }
        for message_id, parent_id, role, text in zip(ids, [None, *ids], roles, texts, strict=False)
    ]
