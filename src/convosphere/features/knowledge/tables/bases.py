"""Bases, and who may do what in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Computed, Text
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class KnowledgeBase(TenantMixin, Base):
    """A collection of documents with one way of cutting and embedding them. The last three are kept by triggers."""

    __tablename__ = "knowledge_bases"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    # ISO 639-1; None: each document's own.
    language: Mapped[str | None] = mapped_column(Text)
    # The fields of `StrategyIn`.
    strategy: Mapped[dict[str, Any]]
    # Where its vectors lie; None: it is searched by words alone.
    space_id: Mapped[UUID | None]
    # Where they are being written beside it, until that is whole.
    next_space_id: Mapped[UUID | None]
    # What everybody in the organisation may; None: only members.
    everyone_role: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    # Given up: for everybody but the clean-up it does not exist from here on.
    deleted_at: Mapped[datetime | None]
    document_count: Mapped[int] = mapped_column(default=0)
    chunk_count: Mapped[int] = mapped_column(default=0)
    # What all versions of all documents take.
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)


class KnowledgeMember(TenantMixin, Base):
    """What a person or a group may do in a base."""

    __tablename__ = "knowledge_members"

    base_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
    # What the foreign keys look at: one of the two is the subject.
    person_id: Mapped[UUID | None] = mapped_column(Computed("CASE WHEN kind = 'person' THEN subject_id END"))
    group_id: Mapped[UUID | None] = mapped_column(Computed("CASE WHEN kind = 'group' THEN subject_id END"))
