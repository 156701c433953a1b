"""Open WebUI's export: an array of chats, each with a history of messages by id; old ones with a plain list."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from convosphere.features.chat.types import MessageRole
from convosphere.features.transfer.rules.sources.drafts import Converted, Draft, NotAConversationError, Whole, finish
from convosphere.features.transfer.rules.sources.values import identity, mapping, moment, sequence, text_of
from convosphere.features.transfer.types import Source

_ROLES = {"user": MessageRole.USER, "assistant": MessageRole.ASSISTANT}
_FOLDED = re.compile(
    r'<details type="(\w+)"[^>]{0,2000}>\s*(?:<summary>[^<]{0,500}</summary>)?(.*?)</details>', re.DOTALL
)
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
_RATINGS = {1: "up", -1: "down"}


def fits(item: Mapping[str, Any]) -> bool:
    """Whether an item has this form."""
    chat = item.get("chat", item)
    return isinstance(chat, dict) and (
        isinstance(mapping(chat.get("history")).get("messages"), dict)
        or ("chat" in item and isinstance(chat.get("messages"), list))
    )


def convert(item: Mapping[str, Any], now: datetime) -> Converted:
    """One conversation.

    Raises:
        NotAConversationError: nothing was said in it.
    """
    chat = mapping(item.get("chat", item))
    history = mapping(chat.get("history"))
    drafts = _tree(mapping(history.get("messages"))) or _line(sequence(chat.get("messages")))
    if not drafts:
        raise NotAConversationError("messages")
    tags = mapping(item.get("meta")).get("tags", chat.get("tags"))
    return finish(
        Whole(
            source=Source.OPEN_WEBUI,
            id=identity(item.get("id")) or identity(chat.get("id")) or "",
            title=text_of(item.get("title") or chat.get("title")),
            drafts=drafts,
            current=identity(history.get("currentId")),
            created_at=moment(item.get("created_at")) or moment(chat.get("timestamp")),
            updated_at=moment(item.get("updated_at")),
            archived=item.get("archived") is True,
            pinned=item.get("pinned") is True,
            tags=[text for tag in sequence(tags) if (text := text_of(mapping(tag).get("name") or tag))],
        ),
        now,
    )


def _tree(messages: dict[str, Any]) -> list[Draft]:
    drafts = []
    # One by one, each let go of, as with ChatGPT's.
    for key in list(messages):
        message = mapping(messages.pop(key))
        node = identity(message.get("id")) or identity(key)
        if node is not None:
            drafts.append(_draft(node, identity(message.get("parentId")), message))
    return drafts


def _line(messages: list[Any]) -> list[Draft]:
    drafts: list[Draft] = []
    for place, value in enumerate(messages):
        message = mapping(value)
        before = drafts[-1].id if drafts else None
        drafts.append(_draft(identity(message.get("id")) or f"message-{place}", before, message))
    return drafts


def _draft(node: str, parent: str | None, message: Mapping[str, Any]) -> Draft:
    role = _ROLES.get(str(message.get("role")))
    draft = Draft(node, parent, role or MessageRole.USER)
    if role is None:
        return draft
    content = message.get("content")
    if isinstance(content, list):
        parts = [mapping(part) for part in content]
        draft.text = "\n\n".join(filter(None, (text_of(part.get("text")) for part in parts)))
        draft.left_out += sum(1 for part in parts if part.get("type") == "image_url")
    else:
        draft.text = text_of(content).strip()
    draft.left_out += len(sequence(message.get("files")))
    draft.created_at = moment(message.get("timestamp"))
    if role is MessageRole.ASSISTANT:
        _unfold(draft)
        draft.model = text_of(message.get("model")) or text_of(message.get("modelName")) or None
        draft.provider = "open-webui"
        draft.failed = bool(message.get("error"))
        draft.stopped = message.get("done") is False
        rating = mapping(message.get("annotation")).get("rating")
        draft.rating = _RATINGS.get(rating) if isinstance(rating, int) else None
    return draft


def _unfold(draft: Draft) -> None:
    """What it thought stands in the text, folded; calls of tools, too."""
    thoughts: list[str] = []

    def take(match: re.Match[str]) -> str:
        if match[1] == "reasoning":
            thoughts.append(_QUOTED.sub("", match[2].strip()))
            return ""
        return "" if match[1] == "tool_calls" else match[0]

    draft.text = _FOLDED.sub(take, draft.text).strip()
    draft.reasoning = "\n\n".join(thoughts)
