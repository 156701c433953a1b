"""An operation as the API shows it."""

from convosphere.features.knowledge.actions.operations.foldered import chosen_of
from convosphere.features.knowledge.actions.operations.relocating import target_of
from convosphere.features.knowledge.actions.operations.tagging import takes_tag
from convosphere.features.knowledge.actions.present import problem
from convosphere.features.knowledge.repository import operations
from convosphere.features.knowledge.schemas.operations import OperationFolder, OperationOut, OperationTag
from convosphere.features.knowledge.tables import Operation
from convosphere.features.knowledge.types import OperationKind, OperationStatus


def undoable(row: Operation) -> bool:
    """What it deleted can be brought back, once."""
    ended = row.kind == OperationKind.DELETE and row.status not in operations.OPEN
    return ended and "undone" not in row.params and (row.done > 0 or bool(row.params.get("folders")))


def present_operation(row: Operation, locale: str) -> OperationOut:
    """An operation as the API shows it."""
    return OperationOut(
        id=row.id,
        base_id=row.base_id,
        to_base_id=target_of(row),
        folders=[OperationFolder.model_validate(each) for each in chosen_of(row)],
        tag=OperationTag.model_validate(row.params["tag"]) if takes_tag(row) else None,
        kind=OperationKind(row.kind),
        status=OperationStatus(row.status),
        total=row.total,
        done=row.done,
        failed=row.failed,
        problem=problem(row.problem_code, None, locale),
        undoable=undoable(row),
        created_by=row.owner_id,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
