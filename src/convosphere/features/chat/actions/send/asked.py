"""A question as somebody asked it: now, or a while ago if it had to wait."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.schemas import MessageCreate
from convosphere.features.chat.tables import QueuedQuestion


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, by whom, of whom. The fields of the wish are those of `MessageCreate`."""

    id: UUID | None
    organization_id: UUID
    author_id: UUID
    author_name: str
    locale: str
    content: str
    parent_id: UUID | None
    edits: UUID | None
    model_id: UUID | None
    model_ids: tuple[UUID, ...]
    attachment_ids: tuple[UUID, ...]
    # The program's key, if a program asked.
    api_key_id: UUID | None

    @classmethod
    def by(cls, actor: Actor, wanted: MessageCreate) -> Self:
        """Asked right now."""
        return cls(
            id=wanted.id,
            organization_id=actor.organization_id,
            author_id=actor.person_id,
            author_name=actor.name,
            locale=actor.locale,
            content=wanted.content,
            parent_id=wanted.parent_id,
            edits=wanted.edits,
            model_id=wanted.model_id,
            model_ids=tuple(wanted.model_ids),
            attachment_ids=tuple(wanted.attachment_ids),
            api_key_id=actor.api_key_id,
        )

    @classmethod
    def waited(cls, row: QueuedQuestion, *, id: UUID, parent_id: UUID | None) -> Self:  # noqa: A002 - the field's name
        """Its turn has come."""
        return cls(
            id=id,
            organization_id=row.organization_id,
            author_id=row.author_id,
            author_name=row.author_name,
            locale=row.locale,
            content=row.content,
            parent_id=parent_id,
            edits=row.edits,
            model_id=row.model_id,
            model_ids=tuple(row.model_ids),
            attachment_ids=tuple(row.attachment_ids),
            api_key_id=row.api_key_id,
        )
