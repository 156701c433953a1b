"""`/knowledge/…/documents`: lists, single ones, changes, who reads them, versions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.knowledge.actions.access import readers
from convosphere.features.knowledge.actions.documents import change, remove
from convosphere.features.knowledge.actions.documents import read as reading
from convosphere.features.knowledge.actions.versions import versions
from convosphere.features.knowledge.routes.desk import DeskDep
from convosphere.features.knowledge.schemas.documents import (
    DocumentAccess,
    DocumentAccessIn,
    DocumentDetail,
    DocumentOut,
    DocumentPage,
    DocumentPatch,
    DocumentQuery,
    VersionPage,
)
from convosphere.features.knowledge.schemas.texts import LARGEST_NUMBER, PageQuery
from convosphere.platform.problems import problems

router = APIRouter(prefix="/knowledge", tags=["Knowledge documents"], responses=problems(401, 403, 404, 422))


@router.get("/bases/{base_id}/documents", operation_id="listDocuments", summary="Documents of a base")
async def list_documents(tx: InTransaction, base_id: UUID, query: Annotated[DocumentQuery, Query()]) -> DocumentPage:
    """Those that one may read."""
    return await reading.list_documents(tx.session, tx.actor, base_id, query)


@router.get("/documents/{document_id}", operation_id="getDocument", summary="One document")
async def get_document(tx: InTransaction, document_id: UUID) -> DocumentDetail:
    """With its twins in the base, and tags that may fit (for editors)."""
    return await reading.get_document(tx.session, tx.actor, document_id)


@router.patch(
    "/documents/{document_id}", operation_id="changeDocument", summary="Change a document", responses=problems(409)
)
async def change_document(tx: InTransaction, desk: DeskDep, document_id: UUID, body: DocumentPatch) -> DocumentOut:
    """Name, folder, dates, metadata, tags. For editors; searches know it at once."""
    return await change.change_document(tx.session, desk, tx.actor, document_id, body)


@router.delete(
    "/documents/{document_id}",
    operation_id="deleteDocument",
    summary="Delete a document",
    status_code=status.HTTP_204_NO_CONTENT,
)
async def delete_document(tx: InTransaction, desk: DeskDep, document_id: UUID) -> None:
    """Nobody finds it from now on; for some days editors can bring it back."""
    await remove.delete_document(tx.session, desk, tx.actor, document_id)


@router.post(
    "/documents/{document_id}/restore",
    operation_id="restoreDocument",
    summary="Bring a deleted document back",
    responses=problems(409),
)
async def restore_document(tx: InTransaction, desk: DeskDep, document_id: UUID) -> DocumentOut:
    """Where its name is taken by now it gets a number behind it."""
    return await remove.restore_document(tx.session, desk, tx.actor, document_id)


@router.post(
    "/documents/{document_id}/retry",
    operation_id="retryDocument",
    summary="Try a failed document again",
    responses=problems(409),
)
async def retry_document(tx: InTransaction, document_id: UUID) -> DocumentOut:
    """From the stage at which it failed."""
    return await change.retry_document(tx.session, tx.platform, tx.actor, document_id)


@router.get("/documents/{document_id}/access", operation_id="getDocumentAccess", summary="Who reads a document")
async def get_access(tx: InTransaction, document_id: UUID) -> DocumentAccess:
    """For editors."""
    return await readers.get_access(tx.session, tx.actor, document_id)


@router.put("/documents/{document_id}/access", operation_id="putDocumentAccess", summary="Say who reads a document")
async def put_access(tx: InTransaction, desk: DeskDep, document_id: UUID, body: DocumentAccessIn) -> DocumentAccess:
    """Everybody who reads the base, or some of them only (and its editors). Effective at once."""
    return await readers.put_access(tx.session, desk, tx.actor, document_id, body)


@router.get("/documents/{document_id}/versions", operation_id="listDocumentVersions", summary="Versions of a document")
async def list_versions(tx: InTransaction, document_id: UUID, query: Annotated[PageQuery, Query()]) -> VersionPage:
    """The newest first."""
    return await versions.list_versions(tx.session, tx.actor, document_id, query)


@router.post(
    "/documents/{document_id}/versions/{number}/restore",
    operation_id="restoreDocumentVersion",
    summary="Make an old version the newest",
    responses=problems(409),
)
async def restore_version(
    tx: InTransaction, document_id: UUID, number: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
) -> DocumentOut:
    """As a new version with the old one's content; found once it is ready."""
    return await versions.restore_version(tx.session, tx.platform, tx.actor, document_id, number)
