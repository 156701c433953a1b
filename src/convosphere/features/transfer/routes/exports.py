"""`/exports`: conversations into files."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status
from starlette.responses import StreamingResponse

from convosphere.features.accounts.access import InTransaction
from convosphere.features.transfer import actions
from convosphere.features.transfer.routes.paging import Cursor, Limit
from convosphere.features.transfer.schemas import ExportCreate, ExportLink, ExportOut, ExportPage
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/exports", tags=["Exports"], responses=problems(422))


@router.post(
    "",
    operation_id="createExport",
    summary="Export conversations",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(401, 403, 404, 409),
)
async def create_export(tx: InTransaction, body: ExportCreate) -> ExportOut:
    """Begins in the background; `export.changed` on the person's stream tells how far it is.

    One conversation becomes one document, several an archive of documents; JSON is one file either way, with all
    branches, in the format `convosphere-chat/1`. The other forms have the branch that is shown.
    """
    return await actions.create_export(tx.session, tx.platform, tx.actor, body)


@router.get("", operation_id="listExports", summary="One's exports", responses=problems(401, 403))
async def list_exports(tx: InTransaction, limit: Limit = 20, cursor: Cursor = None) -> ExportPage:
    """Running and finished ones, the newest first."""
    page = await actions.list_exports(tx.session, tx.actor, limit=limit, cursor=cursor)
    items = [actions.present_export(row, tx.actor.locale) for row in page.items]
    return ExportPage(items=items, next_cursor=page.next_cursor)


@router.get("/{export_id}", operation_id="getExport", summary="One export", responses=problems(401, 403, 404))
async def get_export(tx: InTransaction, export_id: UUID) -> ExportOut:
    """How far it is."""
    return await actions.get_export(tx.session, tx.actor, export_id)


@router.delete(
    "/{export_id}",
    operation_id="deleteExport",
    summary="Cancel or remove an export",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(401, 403, 404),
)
async def delete_export(tx: InTransaction, export_id: UUID) -> None:
    """Ends it if it runs; its file goes with it."""
    await actions.delete_export(tx.session, tx.platform, tx.actor, export_id)


@router.get(
    "/{export_id}/link",
    operation_id="getExportLink",
    summary="A link to the file",
    responses=problems(401, 403, 404, 409),
)
async def get_link(tx: InTransaction, export_id: UUID) -> ExportLink:
    """It needs no `Authorization` and ends after minutes."""
    return await actions.make_link(tx.session, tx.platform, tx.actor, export_id)


@router.get(
    "/content/{token}",
    operation_id="getExportContent",
    summary="The file behind a link",
    response_class=Response,
    responses={
        200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
        **problems(404),
    },
)
async def get_content(request: Request, platform: PlatformDep, token: str) -> Response:
    """To be saved: no browser shows it in our name."""
    # What opens a file must not stand in a log.
    request.scope["logged_path"] = "/api/v1/exports/content/…"
    content = await actions.open_export(platform, token)
    headers = {
        "Content-Length": str(content.size),
        "Content-Disposition": content.disposition,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
    return StreamingResponse(content.read(), headers=headers, media_type=content.media_type)
