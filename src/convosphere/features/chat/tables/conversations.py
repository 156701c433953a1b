"""Conversations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Computed, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.chat.types import TitleOrigin
from convosphere.platform.database import Base, TenantMixin


class Conversation(TenantMixin, Base):
    """A conversation of one person, who may have opened it to others."""

    __tablename__ = "conversations"
    __table_args__ = (
        # The list: newest first, per person, archived ones apart.
        Index(
            "ix_conversations_list",
            "organization_id",
            "owner_id",
            text("(archived_at IS NULL)"),
            text("last_message_at DESC"),
            text("id DESC"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(Text, default="")
    model_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    last_message_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    # The newest message of the branch that is shown.
    leaf_id: Mapped[UUID | None]
    # The answer being written, if any: one at a time. Of a comparison's, which are written together, one of them.
    running_answer_id: Mapped[UUID | None]
    # In no list, no search and no export; removed with all its traces.
    temporary: Mapped[bool] = mapped_column(default=False)
    # See `TitleOrigin`.
    title_origin: Mapped[str] = mapped_column(default=TitleOrigin.WORDS)
    # The order its owner keeps: where it lies, whether it stays on top, its tags.
    folder_id: Mapped[UUID | None]
    pinned_at: Mapped[datetime | None]
    tag_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list, server_default="{}")
    # How many people and groups it is opened to; more than none: it is joint.
    member_count: Mapped[int] = mapped_column(default=0, server_default="0")
    # How many bases and documents its answers may rest on.
    source_count: Mapped[int] = mapped_column(default=0, server_default="0")
    # What the list by title sorts by.
    title_key: Mapped[str] = mapped_column(Text, Computed("lower(title)", persisted=True), deferred=True)
