"""Our own format, `convosphere-chat/1`."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from convosphere.features.chat.schemas.portable import PortableConversation, PortableMessage
from convosphere.features.chat.types import MessageRole
from convosphere.features.files.rules import FILES_PER_MESSAGE
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


def convert(item: Mapping[str, Any], files: Collection[str] = ()) -> Converted:
    """One conversation; `files`: what lies beside it in the archive.

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
    if missing := sum(_keep_present(message, files) for message in messages):
        findings.append(Finding(FindingCode.MEDIA_LEFT_OUT, missing))
    conversation = read.model_copy(update={"messages": messages})
    return Converted(Source.CONVOSPHERE, read.id, content_hash(messages), conversation, tuple(findings))


def _keep_present(message: PortableMessage, files: Collection[str]) -> int:
    """Only questions carry files, only those that are there, and only so many; how many are left out."""
    asked = message.role is MessageRole.USER
    kept = [each for each in message.attachments if asked and each.path in files][:FILES_PER_MESSAGE]
    left_out = len(message.attachments) - len(kept)
    message.attachments = kept
    return left_out
