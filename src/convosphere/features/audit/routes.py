"""`/audit`."""

from typing import Annotated

from fastapi import APIRouter, Query

from convosphere.features.accounts.access import InTransaction
from convosphere.features.audit import actions
from convosphere.features.audit.schemas import AuditPage, AuditQuery
from convosphere.platform.problems import problems

router = APIRouter(tags=["Audit"])


@router.get("/audit", operation_id="listAuditRecords", summary="The audit trail", responses=problems(401, 403, 422))
async def list_audit_records(tx: InTransaction, query: Annotated[AuditQuery, Query()]) -> AuditPage:
    """For administrators: what happened, the newest first."""
    return await actions.list_records(tx.session, tx.actor, query)
