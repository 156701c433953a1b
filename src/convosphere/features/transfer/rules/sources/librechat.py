"""LibreChat's export: one conversation a file, its messages as a list or, "recursive", as a tree of children."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from convosphere.features.chat.types import MessageRole
from convosphere.features.transfer.rules.sources.drafts import Converted, Draft, NotAConversationError, Whole, finish
from convosphere.features.transfer.rules.sources.values import identity, mapping, moment, sequence, text_of
from convosphere.features.transfer.types import Source

_NO_PARENT = "00000000-0000-0000-0000-000000000000"


def fits(item: Mapping[str, Any]) -> bool:
    """Whether an item has this form."""
    return "conversationId" in item and ("messagesTree" in item or "messages" in item)


def convert(item: Mapping[str, Any], now: datetime) -> Converted:
    """One conversation.

    Raises:
        NotAConversationError: nothing was said in it.
    """
    endpoint = text_of(item.get("endpoint"), 100)
    model = text_of(mapping(item.get("options")).get("model"), 200)
    drafts = [_draft(*each, endpoint, model) for each in _flat(item.get("messagesTree", item.get("messages")))]
    if not drafts:
        raise NotAConversationError("messages")
    title = text_of(item.get("title"))
    return finish(
        Whole(
            source=Source.LIBRECHAT,
            id=identity(item.get("conversationId")) or "",
            title="" if title == "New Chat" else title,
            drafts=drafts,
        ),
        now,
    )


def _flat(messages: object) -> list[tuple[str, str | None, Mapping[str, Any]]]:
    """Every message with its id and what it follows, children behind their parents. Trees can be thousands deep."""
    found: list[tuple[str, str | None, Mapping[str, Any]]] = []
    first: list[object] = messages if isinstance(messages, list) else [messages]
    waiting: list[tuple[object, str | None]] = [(each, None) for each in reversed(first)]
    while waiting:
        value, above = waiting.pop()
        message = mapping(value)
        if not message:
            continue
        node = identity(message.get("messageId")) or f"message-{len(found)}"
        parent = identity(message.get("parentMessageId"))
        found.append((node, above or (None if parent == _NO_PARENT else parent), message))
        waiting += [(child, node) for child in reversed(sequence(message.get("children")))]
    return found


def _draft(node: str, parent: str | None, message: Mapping[str, Any], endpoint: str, model: str) -> Draft:
    asked = message.get("isCreatedByUser")
    if not isinstance(asked, bool):
        asked = str(message.get("sender", "")).lower() == "user"
    draft = Draft(node, parent, MessageRole.USER if asked else MessageRole.ASSISTANT)
    draft.created_at = moment(message.get("createdAt"))
    draft.left_out = len(sequence(message.get("files")))
    texts = [text_of(message.get("text"))]
    for part in map(mapping, sequence(message.get("content"))):
        match part.get("type"):
            case "text" | "error":
                inside = part.get(str(part["type"])) or part.get("text")
                texts.append(text_of(mapping(inside).get("value")) or text_of(inside))
            case "think":
                draft.reasoning = "\n\n".join(filter(None, (draft.reasoning, text_of(part.get("think")))))
            case "image_file" | "image_url":
                draft.left_out += 1
            case _:
                pass
    draft.text = "\n\n".join(filter(None, (text.strip() for text in texts)))
    if not asked:
        draft.model = text_of(message.get("model")) or model or None
        draft.provider = text_of(message.get("endpoint"), 100) or endpoint or "librechat"
        draft.failed = message.get("error") is True
        draft.stopped = message.get("unfinished") is True
    return draft
