"""Turns rows into what the API and the events show."""

from collections.abc import Sequence
from typing import Any

from convosphere.features.chat.repository import Mark
from convosphere.features.chat.schemas import (
    ConversationOut,
    GroundingOut,
    MessageAuthor,
    MessageFallback,
    MessageModel,
    MessageOut,
    MessageProblem,
    MessageUsage,
    PersonRef,
    QueuedQuestionOut,
    RatingOut,
    Siblings,
    citations_from,
    grounding_from,
)
from convosphere.features.chat.tables import Conversation, Message, MessageRating, QueuedQuestion
from convosphere.features.chat.types import Access, MessageRole, MessageStatus, RatingValue
from convosphere.features.files.schemas import Attachment
from convosphere.features.models.errors import budget_problem
from convosphere.platform.i18n import has_text, translate


def present_conversation(row: Conversation, access: Access = Access.OWNER, mark: Mark | None = None) -> ConversationOut:
    """A conversation for its owner, or for somebody with less `access`; what is the owner's order is for the owner.

    Of a joint one `mark` says the rest; without it `unread` is left open.
    """
    own = access is Access.OWNER
    joint = bool(row.member_count)
    return ConversationOut(
        id=row.id,
        title=row.title,
        model_id=row.model_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        last_message_at=row.last_message_at,
        archived=own and row.archived_at is not None,
        archived_at=row.archived_at if own else None,
        pinned=own and row.pinned_at is not None,
        folder_id=row.folder_id if own else None,
        tags=(row.tag_ids or []) if own else [],
        temporary=row.temporary,
        running=row.running_answer_id is not None,
        access=access,
        owner=None if own or mark is None else PersonRef(id=row.owner_id, name=mark.owner_name),
        joint=joint,
        source_count=row.source_count or 0,
        unread=(None if mark is None else mark.unread) if joint else False,
        unread_message_id=mark.unread_message_id if joint and mark is not None else None,
    )


def present_for_all(row: Conversation) -> dict[str, object]:
    """What of a conversation is the same for everybody who watches it."""
    return {
        "id": row.id,
        "title": row.title,
        "model_id": row.model_id,
        "running": row.running_answer_id is not None,
        "updated_at": row.updated_at,
        "last_message_at": row.last_message_at,
        "joint": bool(row.member_count),
        "source_count": row.source_count or 0,
    }


def present_message(
    row: Message, locale: str, siblings: Siblings | None = None, attachments: Sequence[Attachment] = ()
) -> MessageOut:
    """A message; the reason of a failure in the language `locale`. `siblings` None: it has none."""
    return MessageOut(
        id=row.id,
        conversation_id=row.conversation_id,
        parent_id=row.parent_id,
        role=MessageRole(row.role),
        status=MessageStatus(row.status),
        content=row.content,
        reasoning=row.reasoning,
        reasoning_ms=row.reasoning_ms,
        model=_model(row, locale),
        attempt=row.attempt,
        error=_problem(row, locale),
        finish_reason=row.finish_reason,
        citations=citations_from(row.citations),
        grounding=present_grounding(row.grounding, locale),
        author=None if row.author_id is None else MessageAuthor(id=row.author_id, name=row.author_name or ""),
        pinned=row.pinned,
        usage=_usage(row),
        siblings=siblings or Siblings(),
        edited_from=row.edited_from,
        comparison_id=row.comparison_id,
        suggestions=row.suggestions or [],
        attachments=list(attachments),
        created_at=row.created_at,
        completed_at=row.completed_at,
    )


def present_queued(row: QueuedQuestion, attachments: Sequence[Attachment] = ()) -> QueuedQuestionOut:
    """A question that waits."""
    return QueuedQuestionOut(
        id=row.id,
        conversation_id=row.conversation_id,
        content=row.content,
        model_id=row.model_id,
        model_ids=row.model_ids,
        author=MessageAuthor(id=row.author_id, name=row.author_name),
        attachments=list(attachments),
        created_at=row.created_at,
    )


def present_rating(row: MessageRating) -> RatingOut:
    """What somebody thinks of an answer."""
    return RatingOut(message_id=row.message_id, value=RatingValue(row.value), reasons=row.reasons, comment=row.comment)


def _model(row: Message, locale: str) -> MessageModel | None:
    if row.model_name is None or row.model_provider is None:
        return None
    return MessageModel(
        id=row.model_id,
        name=row.model_name,
        display_name=row.model_display_name or row.model_name,
        provider=row.model_provider,
        fallback=_fallback(row, locale),
    )


def present_grounding(stored: dict[str, Any] | None, locale: str) -> GroundingOut | None:
    """What was searched for an answer, its reason in the language `locale`."""
    because = None if stored is None else stored.get("because")
    return grounding_from(stored, because and translate(f"chat.grounding.{because}", locale))


def _fallback(row: Message, locale: str) -> MessageFallback | None:
    if row.fallback is None:
        return None
    because = row.fallback["because"]
    known = because if has_text(f"errors.{because}.title") else "provider_error"
    return MessageFallback(
        wanted=row.fallback["wanted"], because=because, reason=translate(f"errors.{known}.title", locale)
    )


def _problem(row: Message, locale: str) -> MessageProblem | None:
    if row.error_code is None:
        return None
    params = dict(row.error_params or {})
    budget = budget_problem(row.error_code, params)
    if budget is not None:
        return MessageProblem(
            code=budget.code, title=budget.title(locale), detail=budget.detail(locale), retry_after=None
        )
    retry_after = params.get("retry_after")
    code = row.error_code if has_text(f"errors.{row.error_code}.title") else "internal_error"
    return MessageProblem(
        code=row.error_code,
        title=translate(f"errors.{code}.title", locale, **params),
        detail=translate(f"errors.{code}.detail", locale, **params),
        retry_after=retry_after if isinstance(retry_after, int | float) else None,
    )


def _usage(row: Message) -> MessageUsage | None:
    if row.duration_ms is None:
        return None
    return MessageUsage(
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        cost=row.cost,
        time_to_first_token_ms=row.time_to_first_token_ms,
        duration_ms=row.duration_ms,
    )
