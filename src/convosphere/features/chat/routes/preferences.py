"""REST: what people want of the chat."""

from fastapi import APIRouter

from convosphere.features.accounts.access import InTransaction
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import ChatPreferencesOut, ChatPreferencesPatch
from convosphere.platform.problems import problems

router = APIRouter(prefix="/chat/preferences", tags=["Chat preferences"], responses=problems(401, 403, 422))


@router.get("", operation_id="getChatPreferences", summary="What holds for oneself")
async def get_preferences(tx: InTransaction) -> ChatPreferencesOut:
    """Whether suggestions follow an answer."""
    return await actions.get_preferences(tx.session, tx.platform, tx.actor)


@router.patch("", operation_id="changeChatPreferences", summary="Wish for something else")
async def change_preferences(tx: InTransaction, body: ChatPreferencesPatch) -> ChatPreferencesOut:
    """Everybody for themselves; what holds for the organisation, administrators only."""
    return await actions.change_preferences(tx.session, tx.platform, tx.actor, body)
