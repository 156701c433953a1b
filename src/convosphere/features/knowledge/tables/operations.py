"""Work on many documents at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.knowledge.types import ItemState, OperationStatus
from convosphere.platform.database import Base, TenantMixin


class Operation(TenantMixin, Base):
    """Something done to many documents of a base, in the background."""

    __tablename__ = "knowledge_operations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    base_id: Mapped[UUID]
    owner_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(Text)
    # What the kind needs: {"folder_id": …} and, into another base, {"to_base_id": …, "roots": […] or None};
    # {"add": […], "remove": […]}; {"arrived": […], "folder_id": …}. Deleting or moving folders:
    # {"chosen": [{"id": …, "name": …}, …]}, the outermost of them; when they are deleted
    # {"folders": [[id, parent's id or None, name], …]}, the outermost first, and {"undone": True}. Bringing back:
    # {"of": …, "folders": […]} and, once they are there again, {"places": {id: id now}}.
    params: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(Text, default=OperationStatus.WAITING)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    problem_code: Mapped[str | None] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class OperationItem(TenantMixin, Base):
    """One document of an operation; of an archive one member; a folder that moves as it is (no document)."""

    __tablename__ = "knowledge_operation_items"

    operation_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[UUID | None]
    # Where the document lay at first; without a document the folder itself.
    folder_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default=ItemState.PENDING)
    problem_code: Mapped[str | None] = mapped_column(Text)
