"""The models that providers offer."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.engines.llm import ModelKind
from convosphere.platform.database import Base, TenantMixin, TimestampMixin
from convosphere.platform.database.base import Money


class Model(TenantMixin, TimestampMixin, Base):
    """A model at a provider. One that vanishes there is kept and marked: conversations refer to it."""

    __tablename__ = "models"
    __table_args__ = (
        UniqueConstraint("connection_id", "name"),
        UniqueConstraint("organization_id", "id"),
        # Foreign keys look past policies, so this one holds the organisation too.
        ForeignKeyConstraint(
            ["organization_id", "connection_id"],
            ["model_connections.organization_id", "model_connections.id"],
            ondelete="CASCADE",
        ),
        Index("ix_models_page", "organization_id", "created_at", "id"),
        Index("uq_models_default", "organization_id", unique=True, postgresql_where=text("is_default")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[UUID]
    # Whether it chats, embeds, or neither; `listed_kind` is what the provider's list or its name said, `chosen_kind`
    # what an administrator says, which counts.
    kind: Mapped[ModelKind] = mapped_column(Text, default="chat", server_default=text("'chat'"))
    listed_kind: Mapped[ModelKind | None] = mapped_column(Text)
    chosen_kind: Mapped[ModelKind | None] = mapped_column(Text)
    # What the provider calls it.
    name: Mapped[str] = mapped_column(Text)
    # What the provider shows it as; `custom_name` is what an administrator calls it instead.
    display_name: Mapped[str] = mapped_column(Text)
    custom_name: Mapped[str | None] = mapped_column(Text)
    enabled: Mapped[bool] = mapped_column(default=True)
    available: Mapped[bool] = mapped_column(default=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    # Whether an administrator made it the default, rather than we because there was no better one.
    is_chosen: Mapped[bool] = mapped_column(default=False)
    # Whether an administrator wants it asked for what is small: titles, suggestions.
    small_tasks: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    # {"vision": …, "tools": …, "reasoning": …}: true, false, or null where the provider does not say.
    capabilities: Mapped[dict[str, Any]]
    context_window: Mapped[int | None]
    # Who is asked in its place when it does not begin to answer, in this order; those that are gone are passed over.
    fallbacks: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list, server_default=text("'{}'"))
    # Whether only those may use it that `ModelAccess` names: a group that goes takes its row along, not the limit.
    restricted: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    # What an administrator says instead of the provider: some of `capabilities`, and "context_window".
    overrides: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    # Of earlier calls: what we estimated their input to be, and what the provider counted; older ones weigh less.
    estimated_tokens: Mapped[float] = mapped_column(default=0.0, server_default=text("0"))
    reported_tokens: Mapped[float] = mapped_column(default=0.0, server_default=text("0"))
    # USD for a million tokens, as an administrator has set it: the first two together or neither.
    price_input: Mapped[Decimal | None] = mapped_column(Money)
    price_output: Mapped[Decimal | None] = mapped_column(Money)
    price_cached_input: Mapped[Decimal | None] = mapped_column(Money)


class ModelAccess(TenantMixin, Base):
    """One role, group or person that may use a restricted model."""

    __tablename__ = "model_access"
    __table_args__ = (
        UniqueConstraint("model_id", "role", "group_id", "person_id", postgresql_nulls_not_distinct=True),
        # Foreign keys look past policies, so these hold the organisation too.
        ForeignKeyConstraint(
            ["organization_id", "model_id"], ["models.organization_id", "models.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["organization_id", "group_id"], ["groups.organization_id", "groups.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["organization_id", "person_id"], ["people.organization_id", "people.id"], ondelete="CASCADE"
        ),
        Index("ix_model_access_group", "organization_id", "group_id"),
        Index("ix_model_access_person", "organization_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    model_id: Mapped[UUID]
    # Exactly one of these.
    role: Mapped[str | None] = mapped_column(Text)
    group_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
