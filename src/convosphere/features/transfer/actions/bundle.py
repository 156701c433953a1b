"""The file of an export while it grows: one JSON, one document, or an archive of documents and of attached files.
Nothing in here waits for the disk in the event loop.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import structlog

from convosphere.engines.publishing import Format, Press, PrintingError
from convosphere.features.chat.actions.exporting import Exported
from convosphere.features.chat.schemas.portable import PortableConversation
from convosphere.features.transfer.actions.archive import Archive
from convosphere.features.transfer.actions.enclosures import Enclosures, Pictures, small_pictures
from convosphere.features.transfer.actions.papers import paper_of
from convosphere.features.transfer.rules.names import Names, safe_name
from convosphere.features.transfer.rules.sources import CONVERSATIONS, SCHEMA
from convosphere.features.transfer.types import ExportFormat
from convosphere.platform.context import Platform
from convosphere.platform.i18n import translate

SUFFIXES = {
    ExportFormat.MARKDOWN: ".md",
    ExportFormat.JSON: ".json",
    ExportFormat.HTML: ".html",
    ExportFormat.PDF: ".pdf",
    ExportFormat.DOCX: ".docx",
}
_MEDIA_TYPES = {
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".zip": "application/zip",
}

_log = structlog.get_logger(__name__)


class Bundle(Protocol):
    """Takes conversations, then says what it has become."""

    # How many could not be written in the form wanted.
    simplified: int

    async def add(self, exported: Exported) -> None:
        """Puts one in."""
        ...

    async def finish(self) -> tuple[Path, str]:
        """The file, and its suffix."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a bundle is made: a folder of its own, an archive in it that may stay empty, whose it is."""

    platform: Platform
    folder: Path
    archive: Archive
    locale: str


def media_type(suffix: str) -> str:
    """The media type of a file of ours."""
    return _MEDIA_TYPES[suffix]


class JsonBundle:
    """All conversations in one file of the format `convosphere-chat/1`, one a line; with the files that were attached,
    if there are any, in an archive.
    """

    def __init__(self, desk: Desk, now: datetime) -> None:
        self.simplified = 0
        self._archive = desk.archive
        names = Names()
        self._enclosures = Enclosures(desk.platform, desk.archive, names, desk.folder)
        self._path = desk.folder / "export.json"
        self._begin = f'{{"schema": "{SCHEMA}", "exported_at": "{now.isoformat()}", "conversations": [\n'.encode()

    async def add(self, exported: Exported) -> None:
        """Appends one."""
        await self._enclosures.enclose(exported)
        await asyncio.to_thread(self._append, exported.conversation)

    def _append(self, conversation: PortableConversation) -> None:
        before = b",\n" if self._path.exists() else self._begin
        with self._path.open("ab") as file:
            file.write(before + conversation.model_dump_json().encode())

    async def finish(self) -> tuple[Path, str]:
        """Closes the array."""
        await asyncio.to_thread(self._close)
        if self._archive.empty:
            return self._path, ".json"
        await self._archive.put(self._path, CONVERSATIONS)
        await self._archive.close()
        return self._archive.path, ".zip"

    def _close(self) -> None:
        before = b"" if self._path.exists() else self._begin
        with self._path.open("ab") as file:
            file.write(before + b"\n]}\n")


class DocumentBundle:
    """One document, or many in an archive with the person's folders. What cannot be written as wished is Markdown.

    Pages and Markdown have the files that were attached beside them; one document with files is an archive, too.
    """

    def __init__(self, desk: Desk, press: Press, form: ExportFormat, *, single: bool) -> None:
        self.simplified = 0
        self._desk = desk
        self._press = press
        self._form = form
        self._single = single
        self._names = Names()
        self._enclosures = Enclosures(desk.platform, desk.archive, self._names, desk.folder)
        self._last: tuple[Path, str, str] | None = None

    async def add(self, exported: Exported) -> None:
        """Prints one."""
        conversation = exported.conversation
        pictures: Pictures = {}
        if self._form in (ExportFormat.MARKDOWN, ExportFormat.HTML):
            await self._enclosures.enclose(exported)
            if self._form is ExportFormat.HTML:
                pictures = await small_pictures(self._desk.platform, exported)
        folders = [] if self._single else conversation.folder
        path, suffix = await self._print(conversation, "../" * len(folders), pictures)
        name = self._names.path(folders, conversation.title, translate("paper.untitled", self._desk.locale), suffix)
        if self._single:
            self._last = path, suffix, name
        else:
            await self._desk.archive.put(path, name)

    async def _print(self, conversation: PortableConversation, upward: str, pictures: Pictures) -> tuple[Path, str]:
        paper = await asyncio.to_thread(paper_of, conversation, self._desk.locale, upward, pictures)
        path = self._desk.folder / "document"
        try:
            await self._press.print(paper, Format(self._form), path)
        except PrintingError as error:
            _log.warning("document_simplified", format=self._form, conversation=conversation.id, reason=str(error))
            self.simplified += 1
            await self._press.print(paper, Format.MARKDOWN, path)
            return path, SUFFIXES[ExportFormat.MARKDOWN]
        return path, SUFFIXES[self._form]

    async def finish(self) -> tuple[Path, str]:
        """The document or the archive."""
        archive = self._desk.archive
        if self._last is not None:
            path, suffix, name = self._last
            if archive.empty:
                return path, suffix
            await archive.put(path, name)
        await archive.finish()
        return archive.path, ".zip"


def file_name(name: str, suffix: str, now: datetime, otherwise: str) -> str:
    """What the file is called when it is saved."""
    dated = f"{otherwise} {now:%Y-%m-%d}"
    return f"{safe_name(name, dated)}{suffix}"
