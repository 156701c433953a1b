"""REST: conversations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import (
    ConversationCreate,
    ConversationOut,
    ConversationPage,
    ConversationPatch,
    ConversationQuery,
)
from convosphere.platform.problems import problems

router = APIRouter(prefix="/conversations", tags=["Conversations"], responses=problems(401, 403, 422))


@router.get("", operation_id="listConversations", summary="One's conversations")
async def list_conversations(tx: InTransaction, query: Annotated[ConversationQuery, Query()]) -> ConversationPage:
    """The signed-in person's conversations that the filter finds, in the order wanted; or, `joined`, those that others
    have opened to them or to their groups.
    """
    page = await actions.list_conversations(tx.session, tx.actor, query)
    items = await actions.show_conversations(tx.session, tx.actor, page.items)
    return ConversationPage(items=items, next_cursor=page.next_cursor)


@router.post(
    "",
    operation_id="createConversation",
    summary="Begin a conversation",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def create_conversation(tx: InTransaction, body: ConversationCreate) -> ConversationOut:
    """A new conversation. Sent again with the same `id` it answers with the one that exists."""
    row = await actions.create_conversation(tx.session, tx.platform, tx.actor, body)
    return actions.present_conversation(row)


@router.get("/{conversation_id}", operation_id="getConversation", summary="One conversation", responses=problems(404))
async def get_conversation(tx: InTransaction, conversation_id: UUID) -> ConversationOut:
    """A conversation without its messages."""
    reached = await actions.get_conversation(tx.session, tx.actor, conversation_id)
    return await actions.show_conversation(tx.session, tx.actor, reached)


@router.patch(
    "/{conversation_id}",
    operation_id="changeConversation",
    summary="Rename, archive, pin, file, tag, choose a model",
    responses=problems(404),
)
async def change_conversation(tx: InTransaction, conversation_id: UUID, body: ConversationPatch) -> ConversationOut:
    """Changes what is sent, leaves the rest. In somebody else's conversation: title and model, for those who write."""
    reached = await actions.change_conversation(tx.session, tx.platform, tx.actor, conversation_id, body)
    return await actions.show_conversation(tx.session, tx.actor, reached)


@router.delete(
    "/{conversation_id}",
    operation_id="deleteConversation",
    summary="Delete a conversation",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def delete_conversation(tx: InTransaction, conversation_id: UUID) -> None:
    """Deletes it with all its messages, for everybody; answers being written stop. Its owner's to do."""
    await actions.delete_conversation(tx.session, tx.platform, tx.actor, conversation_id)
