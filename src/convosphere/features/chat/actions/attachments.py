"""Files in messages: sent with a question, shown with it, and told to the model that answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.documents import Section
from convosphere.engines.llm import ChatMessage, Image, Passage, as_data
from convosphere.features.assistants.rules import share_out
from convosphere.features.chat.actions.present import present_queued
from convosphere.features.chat.repository import attachments as repository
from convosphere.features.chat.schemas import QueuedQuestionOut
from convosphere.features.chat.tables import Message, QueuedQuestion
from convosphere.features.files.actions import (
    hold_files,
    hold_remaining_files,
    load_picture,
    load_text,
    present_file,
)
from convosphere.features.files.schemas import Attachment
from convosphere.features.files.tables import File
from convosphere.features.files.types import FileKind, FileStatus
from convosphere.features.models.types import ResolvedModel
from convosphere.platform.context import Platform
from convosphere.platform.i18n import translate

FIELD = "body.attachment_ids"

# Pictures cost tokens each time they are sent: older ones are told in words.
MOST_PICTURES = 20
# What documents may take of a model's context; the rest is for the conversation and the answer.
_SHARE = 0.6
# Of a model that does not say how much it takes.
_UNKNOWN_WINDOW = 32_000
CHARACTERS_PER_TOKEN = 3.5
# Less than this of a document tells nobody anything.
_LEAST_SHOWN = 200


async def require_files(session: AsyncSession, person_id: UUID, file_ids: Sequence[UUID]) -> None:
    """Makes sure that a person's question can carry these files, now or when its turn comes.

    Raises:
        TooManyAttachmentsError, AttachmentError: see `hold_files`.
    """
    if file_ids:
        await hold_files(session, person_id, file_ids, field=FIELD)


async def attach_files(
    session: AsyncSession, question: Message, person_id: UUID, file_ids: Sequence[UUID], locale: str
) -> list[Attachment]:
    """Makes a question carry a person's files that were required before; those that went meanwhile are left out."""
    if not file_ids:
        return []
    files = await hold_remaining_files(session, person_id, file_ids)
    await repository.add_attachments(session, question, [file.id for file in files])
    return [present_file(file, locale) for file in files]


async def attachments_of(
    session: AsyncSession, message_ids: Sequence[UUID], locale: str
) -> dict[UUID, list[Attachment]]:
    """What messages carry, by message, in one statement; messages without files are not in it."""
    rows = await repository.files_of(session, message_ids)
    return {message_id: [present_file(file, locale) for file in files] for message_id, files in rows.items()}


async def show_queued(session: AsyncSession, rows: Sequence[QueuedQuestion], locale: str) -> list[QueuedQuestionOut]:
    """Questions that wait, with the files that will come with them: one statement, none without files."""
    files = await repository.files_by_id(session, [file_id for row in rows for file_id in row.attachment_ids])
    return [
        present_queued(
            row, [present_file(files[file_id], locale) for file_id in row.attachment_ids if file_id in files]
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """What the model gets: the conversation with its files in it. `passages` instead, where no model answers."""

    history: list[ChatMessage]
    passages: tuple[Passage, ...] = ()


def still_checked(files: Mapping[UUID, Sequence[File]], question_id: UUID) -> bool:
    """Whether a file of the question is not through its check yet."""
    return any(file.status == FileStatus.CHECKING for file in files.get(question_id, ()))


async def tell_files(
    platform: Platform,
    history: Sequence[tuple[UUID, ChatMessage]],
    files: Mapping[UUID, Sequence[File]],
    model: ResolvedModel,
    locale: str,
) -> Told:
    """Puts what the messages carry into them: pictures as pictures, documents as text, the rest in words.

    The newest messages are served first: each shares what is left of the room for documents out among its own.
    No transaction may be open.

    Raises:
        StorageUnavailableError: the storage does not answer.
    """
    if not files:
        return Told([message for _, message in history])
    if model.is_builtin:
        return Told([message for _, message in history], await _passages(platform, history, files))
    teller = _Teller(platform, locale, document_room(model), sees=model.vision is not False)
    told = [await teller.tell(message, files.get(message_id, ())) for message_id, message in reversed(history)]
    return Told(told[::-1])


def document_room(model: ResolvedModel) -> int:
    """How many characters of documents a model is shown in all."""
    return int((model.context_window or _UNKNOWN_WINDOW) * _SHARE * CHARACTERS_PER_TOKEN)


class _Teller:
    """Goes through a conversation from its end; keeps count of what still fits."""

    def __init__(self, platform: Platform, locale: str, room: int, *, sees: bool) -> None:
        self._platform = platform
        self._locale = locale
        self._room = room
        self._pictures = MOST_PICTURES if sees else 0
        self._sees = sees

    async def tell(self, message: ChatMessage, files: Sequence[File]) -> ChatMessage:
        """The message with its files: words and documents before what the person wrote."""
        if not files:
            return message
        rooms = share_out([file.text_characters or 0 for file in files], self._room)
        parts: list[str] = []
        pictures: list[Image] = []
        for file, room in zip(files, rooms, strict=True):
            picture = await self._picture(file)
            if picture is not None:
                pictures.append(picture)
                parts.append(self._say("picture", file, number=len(pictures)))
            else:
                parts.append(await self._in_words(file, room))
        return replace(message, text="\n\n".join(filter(None, [*parts, message.text])), images=tuple(pictures))

    async def _picture(self, file: File) -> Image | None:
        if file.kind != FileKind.IMAGE or self._pictures <= 0:
            return None
        loaded = await load_picture(self._platform, file)
        if loaded is None:
            return None
        self._pictures -= 1
        return Image(*loaded)

    async def _in_words(self, file: File, room: int) -> str:
        word = self._word(file, room)
        document = await load_text(self._platform, file) if word is None else None
        if document is None:
            return self._say(word or "unreadable", file)
        self._room -= min(room, document.characters)
        text = _cut(document.sections, room)
        if document.characters > room or document.truncated:
            text += "\n" + self._say("cut", file, shown=min(room, document.characters), whole=document.characters)
        return f"{self._say('document', file)}\n<document>\n{as_data(text)}\n</document>"

    def _word(self, file: File, room: int) -> str | None:
        """What there is to say of a file that is not shown; None: its text can be."""
        if file.status != FileStatus.READY:
            return "checking" if file.status == FileStatus.CHECKING else "refused"
        if file.kind == FileKind.IMAGE:
            return "older_picture" if self._sees else "unseen_picture"
        if not file.text_characters:
            return "unreadable"
        return "no_room" if room < min(_LEAST_SHOWN, file.text_characters) else None

    def _say(self, word: str, file: File, **more: object) -> str:
        return translate(
            f"files.told.{word}",
            self._locale,
            name=file.name.replace('"', "'"),
            media_type=file.media_type,
            size=file.size,
            width=file.width,
            height=file.height,
            **more,
        )


def _cut(sections: Sequence[Section], room: int) -> str:
    parts: list[str] = []
    left = room
    for section in sections:
        if left <= 0:
            break
        parts.append((f"[{section.page}]\n" if section.page is not None else "") + section.text[:left])
        left -= len(section.text)
    return "\n\n".join(parts)


async def _passages(
    platform: Platform, history: Sequence[tuple[UUID, ChatMessage]], files: Mapping[UUID, Sequence[File]]
) -> tuple[Passage, ...]:
    """The documents of the conversation, newest first, for answers by quotation."""
    passages: list[Passage] = []
    for message_id, _ in reversed(history):
        for file in files.get(message_id, ()):
            document = await load_text(platform, file)
            if document is not None:
                passages += [Passage(f"file:{file.id}", file.name, section.text) for section in document.sections]
    return tuple(passages)
