"""`/usage`."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from convosphere.features.accounts.access import CurrentActor, InTransaction
from convosphere.features.models import actions
from convosphere.features.models.schemas import UsageQuery, UsageSpan, UsageSummary
from convosphere.platform.problems import problems
from convosphere.platform.web import PlatformDep

router = APIRouter(prefix="/usage", tags=["models"], responses=problems(401, 403, 422))

_CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "RFC 4180, UTF-8", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


@router.get("/summary", operation_id="summarizeUsage", summary="Sum up what calls to models took")
async def summarize_usage(
    tx: InTransaction, platform: PlatformDep, query: Annotated[UsageQuery, Query()]
) -> UsageSummary:
    """Counted from one record per call. Calls whose price is not known are counted apart, not as free.

    With `by` the sums also come by day, model, person, assistant, purpose or API key, in pages.
    """
    return await actions.summarize_usage(tx.session, platform.clock, tx.actor, query)


@router.get(
    "/export.csv",
    operation_id="exportUsage",
    summary="Calls to models, or their sums, as a table",
    response_class=StreamingResponse,
    responses=_CSV,
)
async def export_usage(
    actor: CurrentActor, platform: PlatformDep, query: Annotated[UsageSpan, Query()]
) -> StreamingResponse:
    """Every call of the span, or with `by` the sums. Cells that a spreadsheet would take for a formula are marked."""
    pieces = await actions.export_usage(platform, actor, query)
    name = "usage.csv" if query.by is None else f"usage-by-{query.by}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(pieces, headers=headers, media_type="text/csv; charset=utf-8; header=present")
