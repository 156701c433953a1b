"""Spaces of vectors, which versions have theirs in which, and changes from one space to another."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class EmbeddingSpace(TenantMixin, Base):
    """One embedder at one state, of one organisation. Bases with the same embedder share it."""

    __tablename__ = "embedding_spaces"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    # Without a foreign key: vectors outlive the model that made them, and it may come back.
    model_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(Text)
    dimension: Mapped[int]
    # Of a local model its files' hash, of another one its connection and name.
    fingerprint: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class EmbeddedVersion(TenantMixin, Base):
    """A version all of whose chunks have vectors in a space: staged there, whether found already or not."""

    __tablename__ = "embedded_versions"

    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID] = mapped_column(primary_key=True)


class EmbeddingSwitch(TenantMixin, Base):
    """How far a base is on its way to another embedder: the latest change of each base."""

    __tablename__ = "embedding_switches"

    base_id: Mapped[UUID] = mapped_column(primary_key=True)
    # None: to searching by words alone.
    space_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(Text)
    # Documents.
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    problem_code: Mapped[str | None] = mapped_column(Text)
    problem_params: Mapped[dict[str, Any] | None]
    started_by: Mapped[UUID | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
