"""Prompts and templates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class _OwnedMixin(TenantMixin):
    """Something that a person made, and that they may share with their organisation."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    visibility: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Prompt(_OwnedMixin, Base):
    """A text to use again; `{{name}}` in it is filled in by whoever does."""

    __tablename__ = "prompts"

    title: Mapped[str] = mapped_column(Text)
    command: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))


class ChatTemplate(_OwnedMixin, Base):
    """How a chat begins. The model is named without a foreign key: it may be gone when the template is used."""

    __tablename__ = "chat_templates"

    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    prompt: Mapped[str] = mapped_column(Text)
    variables: Mapped[list[Any]]
    model_id: Mapped[UUID | None]
    first_messages: Mapped[list[Any]]
