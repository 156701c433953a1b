"""Our own format, `convosphere-chat/1`."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from convosphere.features.chat.schemas.portable import PortableConversation
from convosphere.features.transfer.rules.branches import arrange
from convosphere.features.transfer.rules.sources.drafts import (
    Converted,
    NotAConversationError,
    content_hash,
    findings_of,
)
from convosphere.features.transfer.types import Finding, FindingCode, Source

SCHEMA = "convosphere-chat/1"
FAMILY = "convosphere-chat/"


def fits(item: Mapping[str, Any]) -> bool:
    """Whether an item has this form, should the file's own name for it come behind its conversations."""
    return "last_message_at" in item and isinstance(item.get("messages"), list)


def convert(item: Mapping[str, Any]) -> Converted:
    """One conversation.

    Raises:
        NotAConversationError: a field is wrong, or there is no message; the error names the field.
    """
    try:
        read = PortableConversation.model_validate(item)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise NotAConversationError(".".join(str(part) for part in first["loc"])) from None
    if not read.messages:
        raise NotAConversationError("messages")
    tree = arrange([(message.id, message.parent_id) for message in read.messages])
    messages = []
    for place in tree.order:
        message = read.messages[place]
        parent = tree.parents[message.id]
        messages.append(message if parent == message.parent_id else message.model_copy(update={"parent_id": parent}))
    findings = list(findings_of(tree.orphans, tree.cycles, tree.doubles))
    if files := sum(len(message.attachments) for message in messages):
        findings.append(Finding(FindingCode.MEDIA_LEFT_OUT, files))
    conversation = read.model_copy(update={"messages": messages})
    return Converted(Source.CONVOSPHERE, read.id, content_hash(messages), conversation, tuple(findings))
