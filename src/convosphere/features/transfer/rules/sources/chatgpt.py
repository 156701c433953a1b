"""ChatGPT's `conversations.json`: a tree of nodes, each with at most one message.

Steps of one answer (a call, its output, the text) are nodes of their own there; here they are one answer. Marks of
citations in private characters are taken out: what they point to is not in the file.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from convosphere.features.chat.types import MessageRole
from convosphere.features.transfer.rules.growing import PackedText
from convosphere.features.transfer.rules.sources.drafts import Converted, Draft, NotAConversationError, Whole, finish
from convosphere.features.transfer.rules.sources.values import identity, mapping, moment, sequence, text_of
from convosphere.features.transfer.types import Source

_MARKS = re.compile("\ue200[^\ue201]{0,2000}\ue201|[\ue200-\ue206]")
_ROLES = {"user": MessageRole.USER, "assistant": MessageRole.ASSISTANT, "tool": MessageRole.ASSISTANT}


def fits(item: Mapping[str, Any]) -> bool:
    """Whether an item has this form."""
    return isinstance(item.get("mapping"), dict)


def convert(item: Mapping[str, Any], now: datetime) -> Converted:
    """One conversation.

    Raises:
        NotAConversationError: nothing was said in it.
    """
    nodes = item["mapping"]
    drafts = []
    # One by one, each let go of: what was read and what is made of it are not in memory side by side.
    for key in list(nodes):
        node = nodes.pop(key)
        if (node_id := identity(key)) is not None:
            drafts.append(_draft(node_id, node))
    if not drafts:
        raise NotAConversationError("mapping")
    # Nodes stand in no certain order; those without a time go with what they follow.
    known = {draft.id: draft for draft in drafts}
    drafts.sort(key=lambda draft: _time(draft, known))
    return finish(
        Whole(
            source=Source.CHATGPT,
            id=identity(item.get("conversation_id")) or identity(item.get("id")) or "",
            title=text_of(item.get("title")),
            drafts=drafts,
            current=identity(item.get("current_node")),
            created_at=moment(item.get("create_time")),
            updated_at=moment(item.get("update_time")),
            archived=item.get("is_archived") is True,
            pinned=item.get("is_starred") is True,
        ),
        now,
    )


def _time(draft: Draft, known: Mapping[str, Draft]) -> float:
    above: Draft | None = draft
    # Nodes without a time stand close together at the top.
    for _ in range(10):
        if above is None:
            break
        if above.created_at is not None:
            return above.created_at.timestamp()
        above = known.get(above.parent or "")
    return 0.0


def _draft(node_id: str, value: object) -> Draft:
    node = mapping(value)
    message = mapping(node.get("message"))
    author, metadata = mapping(message.get("author")), mapping(message.get("metadata"))
    role = _ROLES.get(str(author.get("role")))
    draft = Draft(node_id, identity(node.get("parent")), role or MessageRole.USER)
    if role is None or metadata.get("is_visually_hidden_from_conversation") is True:
        return draft
    draft.created_at = moment(message.get("create_time"))
    draft.goes_on = role is MessageRole.ASSISTANT
    _fill(draft, mapping(message.get("content")), tool=author.get("role") == "tool")
    if role is MessageRole.ASSISTANT:
        draft.model, draft.provider = text_of(metadata.get("model_slug")) or None, "openai"
        draft.stopped = mapping(metadata.get("finish_details")).get("type") == "interrupted"
    return draft


def _fill(draft: Draft, content: Mapping[str, Any], *, tool: bool) -> None:
    match content.get("content_type"):
        case "thoughts":
            thoughts = [mapping(each) for each in sequence(content.get("thoughts"))]
            draft.reasoning = "\n\n".join(filter(None, (text_of(each.get("content")) for each in thoughts)))
        case "code" | "execution_output" as kind:
            language = text_of(content.get("language"), 40)
            written = text_of(content.get("text"))
            named = "" if kind == "execution_output" or language in ("", "unknown") else language
            draft.text = _fenced(written, named) if written else ""
        case "text" | "multimodal_text":
            # What tools return beside output is meant for the model.
            parts = [] if tool else [_part(draft, each) for each in sequence(content.get("parts"))]
            draft.text = _MARKS.sub("", "\n\n".join(filter(None, parts))).strip()
        case _:
            pass


def _part(draft: Draft, part: object) -> str:
    if isinstance(part, str | PackedText):
        return text_of(part)
    entry = mapping(part)
    if isinstance(entry.get("text"), str | PackedText):
        return text_of(entry["text"])
    draft.left_out += 1
    return ""


def _fenced(text: str, language: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"
