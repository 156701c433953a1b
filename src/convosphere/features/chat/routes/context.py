"""REST: what a model sees of a conversation."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from convosphere.features.accounts.access import CurrentActor
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import ContextOut
from convosphere.features.chat.schemas.messages import MOST_ATTACHMENTS
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(
    prefix="/conversations/{conversation_id}", tags=["Messages"], responses=problems(401, 403, 404, 409, 422)
)


@router.get("/context", operation_id="showContext", summary="How much of the model's context is taken up")
async def show_context(
    actor: CurrentActor,
    platform: PlatformDep,
    conversation_id: UUID,
    model_id: Annotated[UUID | None, Query(description="Another model than the conversation's")] = None,
    attachment_id: Annotated[
        list[UUID] | None, Query(max_length=MOST_ATTACHMENTS, description="Own files that the next question will carry")
    ] = None,
) -> ContextOut:
    """What the next question would take along: counted where the model's tokeniser is known, else estimated from what
    its provider counted before. For everybody who may read the conversation.
    """
    wanted = actions.ContextWanted(conversation_id, model_id, attachment_id or ())
    return await actions.show_context(platform, actor, wanted)
