"""`/knowledge/…/uploads`: files in pieces; and documents from texts and addresses."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.files.access import (
    TAKES_PIECES,
    TELLS_OFFSET,
    UploadOffset,
    offset_told,
    piece_in,
    piece_taken,
)
from convosphere.features.knowledge.actions.documents import texts, uploads
from convosphere.features.knowledge.schemas.documents import DocumentOut, TextIn, UploadCreate, UploadOut, UrlIn
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/knowledge", tags=["Knowledge documents"], responses=problems(401, 403, 422))


@router.post(
    "/bases/{base_id}/uploads",
    operation_id="createKnowledgeUpload",
    summary="Announce a file",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404, 409, 413),
)
async def create_upload(tx: InTransaction, base_id: UUID, body: UploadCreate) -> UploadOut:
    """Checks the limits and answers with the way to send the content. What is never sent goes after a day."""
    return await uploads.create_upload(tx.session, tx.platform, tx.actor, base_id, body)


@router.get(
    "/uploads/{upload_id}",
    operation_id="getKnowledgeUpload",
    summary="What became of an upload",
    responses=problems(404),
)
async def get_upload(tx: InTransaction, upload_id: UUID) -> UploadOut:
    """With the document, once all has arrived."""
    return await uploads.get_upload(tx.session, tx.platform, tx.actor, upload_id)


@router.delete(
    "/uploads/{upload_id}",
    operation_id="deleteKnowledgeUpload",
    summary="Give up an upload",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def delete_upload(tx: InTransaction, upload_id: UUID) -> None:
    """Once all has arrived nothing happens: delete the document."""
    await uploads.delete_upload(tx.session, tx.platform, tx.actor, upload_id)


@router.head(
    "/uploads/{upload_id}/content",
    operation_id="getKnowledgeUploadOffset",
    summary="How far an upload is",
    **TELLS_OFFSET,
)
async def get_offset(tx: InTransaction, upload_id: UUID) -> Response:
    """Where to go on after a cut."""
    return offset_told(*await uploads.get_offset(tx.session, tx.actor, upload_id))


@router.patch(
    "/uploads/{upload_id}/content",
    operation_id="uploadKnowledgeContent",
    summary="Send the next piece",
    **TAKES_PIECES,
)
async def upload_content(
    request: Request, actor: CurrentActor, platform: PlatformDep, upload_id: UUID, offset: UploadOffset
) -> Response:
    """At most `chunk_bytes`, beginning at `Upload-Offset`; the last piece makes it a document."""
    return piece_taken(await uploads.receive_piece(platform, actor, upload_id, offset, piece_in(request)))


@router.post(
    "/bases/{base_id}/documents/from-text",
    operation_id="createDocumentFromText",
    summary="Make a document of a text",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404, 409),
)
async def create_from_text(actor: CurrentActor, platform: PlatformDep, base_id: UUID, body: TextIn) -> DocumentOut:
    """The same name in the same folder makes a new version. Without a suffix the text is read as Markdown."""
    return await texts.create_from_text(platform, actor, base_id, body)


@router.post(
    "/bases/{base_id}/documents/from-url",
    operation_id="createDocumentFromUrl",
    summary="Make a document of an address",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404, 409, 413),
)
async def create_from_url(actor: CurrentActor, platform: PlatformDep, base_id: UUID, body: UrlIn) -> DocumentOut:
    """Fetches it now, in bounded time; addresses in the private network are refused, redirects to them, too."""
    return await texts.create_from_url(platform, actor, base_id, body)
