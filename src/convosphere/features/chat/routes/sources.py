"""REST: what a conversation's answers may rest on, and where what they cite stands."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from convosphere.features.accounts.access import InTransaction
from convosphere.features.chat import actions
from convosphere.features.chat.schemas import CitationPlace, SourceList, SourcesPut
from convosphere.platform.problems import problems

router = APIRouter(prefix="/conversations/{conversation_id}", tags=["Messages"], responses=problems(401, 403, 404, 422))


@router.get("/sources", operation_id="listSources", summary="What answers may rest on")
async def list_sources(tx: InTransaction, conversation_id: UUID) -> SourceList:
    """Knowledge bases and documents that are attached. What the reader may not read themself has no name."""
    return await actions.list_sources(tx.session, tx.actor, conversation_id)


@router.put("/sources", operation_id="setSources", summary="Choose what answers may rest on")
async def set_sources(tx: InTransaction, conversation_id: UUID, body: SourcesPut) -> SourceList:
    """All that is attached from now on, for those who write in the conversation. Each answer searches what whoever
    asks may read at that moment.
    """
    return await actions.set_sources(tx.session, tx.platform, tx.actor, conversation_id, body.sources)


@router.get(
    "/messages/{message_id}/citations/{number}", operation_id="openCitation", summary="Where a cited passage stands"
)
async def open_citation(
    tx: InTransaction, conversation_id: UUID, message_id: UUID, number: Annotated[int, Path(ge=1, le=9999)]
) -> CitationPlace:
    """The place, with its words, for whoever may read the document now. For everybody else there is no such place."""
    return await actions.open_citation(
        tx.session, tx.platform, tx.actor, conversation_id, message_id=message_id, number=number
    )
