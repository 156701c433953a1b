"""A conversation as a document for people: the branch that is shown, in the owner's language."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from convosphere.engines.publishing import Enclosure, Paper, Part
from convosphere.features.chat.actions.importing import shown_messages
from convosphere.features.chat.schemas import CitationOut, citations_from
from convosphere.features.chat.schemas.portable import PortableConversation, PortableFile, PortableMessage
from convosphere.features.chat.types import MessageRole
from convosphere.features.transfer.actions.enclosures import Pictures
from convosphere.platform.i18n import translate


def paper_of(
    conversation: PortableConversation, locale: str, upward: str = "", pictures: Pictures | None = None
) -> Paper:
    """The document; what lies on other branches is counted in it, not shown.

    Args:
        conversation: what is written; attached files with a path are linked.
        locale: the language of headings and remarks.
        upward: from the document's place to where those paths begin: `../` for each folder.
        pictures: what is shown of files, by their path.
    """
    files = _Files(locale, upward, pictures or {})
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
        parts=tuple(_part(message, locale, files) for message in messages),
    )


@dataclass(frozen=True, slots=True)
class _Files:
    locale: str
    upward: str
    pictures: Pictures

    def enclosure(self, file: PortableFile) -> Enclosure:
        note = _say("file", self.locale, name=file.name, size=_size(file.size))
        if file.path is None:
            return Enclosure(note)
        return Enclosure(note, self.upward + quote(file.path), self.pictures.get(file.path, ""))


def _part(message: PortableMessage, locale: str, files: _Files) -> Part:
    asked = message.role is MessageRole.USER
    if asked:
        who = message.author or _say("you", locale)
    else:
        who = message.model.display_name if message.model else _say("answer", locale)
    notes: list[str] = []
    if message.status in ("stopped", "failed"):
        notes.append(_say(message.status, locale))
    elif message.finish_reason == "length":
        notes.append(_say("length", locale))
    notes += [_cited(each, locale) for each in citations_from(message.citations)]
    return Part(
        heading=who,
        detail=_time(message.created_at),
        body=message.content,
        notes=tuple(notes),
        asked=asked,
        enclosures=tuple(files.enclosure(file) for file in message.attachments),
    )


def _cited(citation: CitationOut, locale: str) -> str:
    """Where a number in the text leads, in words."""
    place = " › ".join([citation.title, *citation.heading])
    if citation.page is not None:
        place = _say("page", locale, place=place, page=citation.page)
    return f"[{citation.number}] {place}"


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
