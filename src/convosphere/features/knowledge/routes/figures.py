"""REST: the figures, for editors."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.knowledge.actions.search.figures import figures
from convosphere.features.knowledge.actions.search.figures_table import export_figures
from convosphere.features.knowledge.schemas.figures import FiguresOut, FiguresQuery, FiguresTable
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/knowledge", tags=["Knowledge search"], responses=problems(401, 403, 404, 422))

_CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "RFC 4180, UTF-8", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


@router.get("/figures", operation_id="showKnowledgeFigures", summary="How knowledge is used, and what it lacks")
async def show_figures(tx: InTransaction, query: Annotated[FiguresQuery, Query()]) -> FiguresOut:
    """Of a base, or of all that one edits: by day, by base, by document; what found nothing; what wants care."""
    return await figures(tx.session, tx.platform.clock, tx.actor, query)


@router.get(
    "/figures/{table}.csv",
    operation_id="exportKnowledgeFigures",
    summary="The figures as a table",
    response_class=StreamingResponse,
    responses=_CSV,
)
async def export(
    actor: CurrentActor, platform: PlatformDep, table: FiguresTable, query: Annotated[FiguresQuery, Query()]
) -> StreamingResponse:
    """All rows. Cells that a spreadsheet would take for a formula are marked."""
    pieces = await export_figures(platform, actor, table, query)
    headers = {
        "Content-Disposition": f'attachment; filename="knowledge-{table}.csv"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(pieces, headers=headers, media_type="text/csv; charset=utf-8; header=present")
