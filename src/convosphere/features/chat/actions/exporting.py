"""Conversations as they leave: for the feature that writes them into files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository as shared
from convosphere.features.chat.actions.order.tree import Node, below
from convosphere.features.chat.repository import attachments, exporting
from convosphere.features.chat.schemas import portable_citations
from convosphere.features.chat.schemas.portable import (
    PortableConversation,
    PortableFile,
    PortableMessage,
    PortableModel,
    PortableRating,
    PortableUsage,
)
from convosphere.features.chat.tables import Conversation, Folder, Message, MessageRating
from convosphere.features.chat.types import RUNNING, ExportScope, MessageRole, RatingValue
from convosphere.features.files.tables import File
from convosphere.platform.errors import NotFoundError

# Deeper than folders can be nested: ends what bad data could make endless.
_DEEPEST = 20


async def folder_scope(session: AsyncSession, actor: Actor, folder_id: UUID) -> ExportScope:
    """A folder of the actor's with all folders in it.

    Raises:
        NotFoundError: there is none, or it is someone else's.
    """
    actor.require("chat.read")
    folders = await shared.list_folders(session, actor.person_id)
    if all(folder.id != folder_id for folder in folders):
        raise NotFoundError(field="body.scope.folder_id")
    nodes = [Node(folder.id, folder.parent_id, folder.position) for folder in folders]
    return ExportScope(folder_ids=tuple(sorted(below(nodes, folder_id))))


async def name_of_scope(session: AsyncSession, actor: Actor, scope: ExportScope, folder_id: UUID | None) -> str:
    """What a scope is called: its one conversation's title, its folder's name, or nothing."""
    if folder_id is not None:
        folders = await shared.list_folders(session, actor.person_id)
        return next((folder.name for folder in folders if folder.id == folder_id), "")
    if scope.conversation_ids is None or len(scope.conversation_ids) != 1:
        return ""
    row = await exporting.find_exportable(session, actor.person_id, scope.conversation_ids[0])
    return "" if row is None else row.title


async def count_exportable(session: AsyncSession, actor: Actor, scope: ExportScope) -> int:
    """How many of the actor's conversations are in a scope; temporary ones are in none."""
    actor.require("chat.read")
    return await exporting.count_exportable(session, actor.person_id, scope)


async def exportable_ids(
    session: AsyncSession, owner_id: UUID, scope: ExportScope, after: UUID | None, most: int
) -> Sequence[UUID]:
    """The next conversations of a scope; whoever asks has decided that it may."""
    return await exporting.exportable_ids(session, owner_id, scope, after, most)


@dataclass(frozen=True, slots=True)
class Places:
    """Names of a person's folders and tags."""

    folders: Mapping[UUID, Folder]
    tags: Mapping[UUID, str]

    def path(self, folder_id: UUID | None) -> list[str]:
        """The names of the folders around something, the outermost first."""
        names: list[str] = []
        while folder_id is not None and folder_id in self.folders and len(names) < _DEEPEST:
            folder = self.folders[folder_id]
            names.insert(0, folder.name)
            folder_id = folder.parent_id
        return names


async def load_places(session: AsyncSession, owner_id: UUID) -> Places:
    """All of a person's folders and tags."""
    folders = await shared.list_folders(session, owner_id)
    tags = await shared.list_tags(session, owner_id)
    return Places({folder.id: folder for folder in folders}, {tag.id: tag.name for tag in tags})


@dataclass(frozen=True, slots=True)
class Exported:
    """A conversation that leaves. `files`: by message, in the order of its `attachments`."""

    conversation: PortableConversation
    files: Mapping[str, Sequence[File]]


async def export_conversation(
    session: AsyncSession, owner_id: UUID, conversation_id: UUID, places: Places
) -> Exported | None:
    """All of a conversation, in four statements; None: it is gone."""
    row = await exporting.find_exportable(session, owner_id, conversation_id)
    if row is None:
        return None
    messages = await exporting.all_messages(session, conversation_id)
    ratings = await exporting.ratings_in(session, owner_id, conversation_id)
    files = await attachments.files_of(session, [each.id for each in messages if each.role == MessageRole.USER])
    conversation = _conversation(row, messages, ratings, files, places)
    return Exported(conversation, {str(message_id): found for message_id, found in files.items()})


def _conversation(
    row: Conversation,
    messages: Sequence[Message],
    ratings: Mapping[UUID, MessageRating],
    files: Mapping[UUID, Sequence[File]],
    places: Places,
) -> PortableConversation:
    # What the database holds was checked when it came; checking all of it again costs more than reading it.
    return PortableConversation.model_construct(
        id=str(row.id),
        title=row.title,
        created_at=row.created_at,
        updated_at=row.updated_at,
        last_message_at=row.last_message_at,
        archived_at=row.archived_at,
        pinned=row.pinned_at is not None,
        folder=places.path(row.folder_id),
        tags=[places.tags[tag] for tag in row.tag_ids or () if tag in places.tags],
        current_id=_text(row.leaf_id),
        messages=[_message(each, ratings.get(each.id), files.get(each.id, ())) for each in messages],
    )


def _message(row: Message, rating: MessageRating | None, files: Sequence[File]) -> PortableMessage:
    return PortableMessage.model_construct(
        id=str(row.id),
        parent_id=_text(row.parent_id),
        role=MessageRole(row.role),
        status=_status(row.status),
        content=row.content,
        reasoning=row.reasoning,
        reasoning_ms=row.reasoning_ms,
        model=_model(row),
        author=row.author_name,
        created_at=row.created_at,
        completed_at=row.completed_at,
        finish_reason=row.finish_reason,
        error_code=row.error_code,
        citations=portable_citations(row.citations),
        usage=_usage(row),
        pinned=row.pinned,
        edited_from=_text(row.edited_from),
        comparison_id=_text(row.comparison_id),
        suggestions=row.suggestions or [],
        rating=_rating(rating),
        attachments=[
            PortableFile.model_construct(name=file.name, media_type=file.media_type, size=file.size) for file in files
        ],
    )


def _status(status: str) -> Literal["completed", "stopped", "failed"]:
    if status in RUNNING or status == "stopped":
        return "stopped"
    return "failed" if status == "failed" else "completed"


def _model(row: Message) -> PortableModel | None:
    if row.model_name is None or row.model_provider is None:
        return None
    return PortableModel.model_construct(
        name=row.model_name, display_name=row.model_display_name or row.model_name, provider=row.model_provider
    )


def _usage(row: Message) -> PortableUsage | None:
    if row.duration_ms is None:
        return None
    return PortableUsage.model_construct(
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        cost=row.cost,
        time_to_first_token_ms=row.time_to_first_token_ms,
        duration_ms=row.duration_ms,
    )


def _rating(row: MessageRating | None) -> PortableRating | None:
    if row is None:
        return None
    return PortableRating.model_construct(value=RatingValue(row.value), reasons=row.reasons, comment=row.comment)


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
