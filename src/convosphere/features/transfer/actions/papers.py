"""A conversation as a document for people: the branch that is shown, in the owner's language."""

from datetime import datetime

from convosphere.engines.publishing import Paper, Part
from convosphere.features.chat.actions.importing import shown_messages
from convosphere.features.chat.schemas.portable import PortableConversation, PortableMessage
from convosphere.features.chat.types import MessageRole
from convosphere.platform.i18n import translate


def paper_of(conversation: PortableConversation, locale: str) -> Paper:
    """The document; what lies on other branches is counted in it, not shown."""
    shown, _ = shown_messages(conversation)
    messages = [message for message in conversation.messages if message.id in shown]
    hidden = len(conversation.messages) - len(messages)
    facts = [
        (_say("begun", locale), _time(conversation.created_at)),
        (_say("newest", locale), _time(conversation.last_message_at)),
    ]
    if conversation.folder:
        facts.append((_say("folder", locale), " / ".join(conversation.folder)))
    if conversation.tags:
        facts.append((_say("tags", locale), ", ".join(conversation.tags)))
    if hidden:
        facts.append((_say("hidden_label", locale), _say("hidden", locale, count=hidden)))
    return Paper(
        title=conversation.title or _say("untitled", locale),
        language=locale,
        facts=tuple(facts),
        parts=tuple(_part(message, locale) for message in messages),
    )


def _part(message: PortableMessage, locale: str) -> Part:
    asked = message.role is MessageRole.USER
    if asked:
        who = message.author or _say("you", locale)
    else:
        who = message.model.display_name if message.model else _say("answer", locale)
    notes = [_say("file", locale, name=file.name, size=_size(file.size)) for file in message.attachments]
    if message.status in ("stopped", "failed"):
        notes.append(_say(message.status, locale))
    elif message.finish_reason == "length":
        notes.append(_say("length", locale))
    return Part(heading=who, detail=_time(message.created_at), body=message.content, notes=tuple(notes), asked=asked)


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _size(size: int) -> str:
    """As people say it, with decimal units."""
    amount = float(size)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:  # noqa: PLR2004 - a thousand of a unit is one of the next
            return f"{amount:.0f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def _say(key: str, locale: str, **params: object) -> str:
    return translate(f"paper.{key}", locale, **params)
