"""`/imports`: conversations out of files. Upload in pieces, dry run, real run."""

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
from convosphere.features.transfer import actions
from convosphere.features.transfer.routes.paging import Cursor, Limit
from convosphere.features.transfer.schemas import ImportCreate, ImportCreated, ImportOut, ImportPage
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/imports", tags=["Imports"], responses=problems(422))


@router.post(
    "",
    operation_id="createImport",
    summary="Announce a file to import",
    status_code=status.HTTP_201_CREATED,
    responses=problems(401, 403, 409, 413),
)
async def create_import(tx: InTransaction, body: ImportCreate) -> ImportCreated:
    """A file of ours, ChatGPT's, Open WebUI's or LibreChat's, or a ZIP archive of such. Answers how to send it."""
    return await actions.create_import(tx.session, tx.platform, tx.actor, body)


@router.get("", operation_id="listImports", summary="One's imports", responses=problems(401, 403))
async def list_imports(tx: InTransaction, limit: Limit = 20, cursor: Cursor = None) -> ImportPage:
    """Open and ended ones, the newest first."""
    page = await actions.list_imports(tx.session, tx.actor, limit=limit, cursor=cursor)
    items = [actions.present_import(row, tx.actor.locale) for row in page.items]
    return ImportPage(items=items, next_cursor=page.next_cursor)


@router.get("/{import_id}", operation_id="getImport", summary="One import", responses=problems(401, 403, 404))
async def get_import(tx: InTransaction, import_id: UUID) -> ImportOut:
    """How far it is; from `inspected` on with what the dry run has found."""
    return await actions.get_import(tx.session, tx.actor, import_id)


@router.delete(
    "/{import_id}",
    operation_id="deleteImport",
    summary="Cancel or remove an import",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(401, 403, 404),
)
async def delete_import(tx: InTransaction, import_id: UUID) -> None:
    """Ends it, whatever it does; conversations that have come stay."""
    await actions.delete_import(tx.session, tx.platform, tx.actor, import_id)


@router.head("/{import_id}/content", operation_id="getImportOffset", summary="How far an upload is", **TELLS_OFFSET)
async def get_offset(tx: InTransaction, import_id: UUID) -> Response:
    """Where to go on after a cut."""
    return offset_told(*await actions.get_offset(tx.session, tx.actor, import_id))


@router.patch("/{import_id}/content", operation_id="uploadImport", summary="Send the next piece", **TAKES_PIECES)
async def upload_content(
    request: Request, actor: CurrentActor, platform: PlatformDep, import_id: UUID, offset: UploadOffset
) -> Response:
    """At most `chunk_bytes`, beginning at `Upload-Offset`; at another offset than the file's: 409 with the true one.

    The last piece starts the dry run; `import.changed` on the person's stream tells how far it is.
    """
    return piece_taken(await actions.receive_piece(platform, actor, import_id, offset, piece_in(request)))


@router.post(
    "/{import_id}/run",
    operation_id="runImport",
    summary="Take in what the dry run has found",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(401, 403, 404, 409),
)
async def run_import(tx: InTransaction, import_id: UUID) -> ImportOut:
    """Begins in the background. What is there already is left out, however often the file comes."""
    return await actions.run_import(tx.session, tx.platform, tx.actor, import_id)
