"""Our own format, `convosphere-chat/1`."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from convosphere.features.chat.schemas.portable import MOST_MESSAGES, PortableConversation, PortableMessage
from convosphere.features.chat.types import MessageRole
from convosphere.features.files.rules import FILES_PER_MESSAGE
from convosphere.features.transfer.rules.branches import arrange
from convosphere.features.transfer.rules.sources.drafts import (
    Converted,
    NotAConversationError,
    content_hash,
    findings_of,
)
from convosphere.features.transfer.rules.sources.packed import PackedMessages, unpacked
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
    listed = item.get("messages")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_MESSAGES:
        raise NotAConversationError("messages")
    read = _validated(PortableConversation, {**item, "messages": []})
    missing = 0

    def each() -> Iterator[PortableMessage]:
        nonlocal missing
        for place, value in enumerate(listed):
            # Let go of: what was read and what is made of it are not in memory side by side.
            listed[place] = None
            message = _validated(PortableMessage, value, f"messages.{place}.")
            missing += _keep_present(message, files)
            yield message

    messages = PackedMessages(each())
    tree = arrange([(message.id, message.parent_id) for message in messages.bare()])
    messages.arrange(tree)
    findings = list(findings_of(tree.orphans, tree.cycles, tree.doubles))
    if missing:
        findings.append(Finding(FindingCode.MEDIA_LEFT_OUT, missing))
    conversation = read.model_copy(update={"messages": messages})
    return Converted(Source.CONVOSPHERE, read.id, content_hash(messages), conversation, tuple(findings))


_Model = TypeVar("_Model", bound=BaseModel)


def _validated(model: type[_Model], value: object, place: str = "") -> _Model:
    try:
        return model.model_validate(unpacked(value) if isinstance(value, dict) else value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        named = place + ".".join(str(part) for part in first["loc"])
        raise NotAConversationError(named.rstrip(".")) from None


def _keep_present(message: PortableMessage, files: Collection[str]) -> int:
    """Only questions carry files, only those that are there, and only so many; how many are left out."""
    asked = message.role is MessageRole.USER
    kept = [each for each in message.attachments if asked and each.path in files][:FILES_PER_MESSAGE]
    left_out = len(message.attachments) - len(kept)
    message.attachments = kept
    return left_out
