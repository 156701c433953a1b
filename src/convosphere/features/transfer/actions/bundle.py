"""The file of an export while it grows: one JSON, one document, or an archive of documents. Nothing in here waits for
the disk in the event loop.
"""

import asyncio
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Protocol

import structlog

from convosphere.engines.publishing import Format, Press, PrintingError
from convosphere.features.chat.schemas.portable import PortableConversation
from convosphere.features.transfer.actions.papers import paper_of
from convosphere.features.transfer.rules.names import Names, safe_name
from convosphere.features.transfer.rules.sources import SCHEMA
from convosphere.features.transfer.types import ExportFormat
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

    async def add(self, conversation: PortableConversation) -> None:
        """Puts one in."""
        ...

    async def finish(self) -> tuple[Path, str]:
        """The file, and its suffix."""
        ...


def media_type(suffix: str) -> str:
    """The media type of a file of ours."""
    return _MEDIA_TYPES[suffix]


class JsonBundle:
    """All conversations in one file of the format `convosphere-chat/1`, one a line."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.simplified = 0
        self._path = folder / "export.json"
        self._begin = f'{{"schema": "{SCHEMA}", "exported_at": "{now.isoformat()}", "conversations": [\n'.encode()

    async def add(self, conversation: PortableConversation) -> None:
        """Appends one."""
        await asyncio.to_thread(self._append, conversation)

    def _append(self, conversation: PortableConversation) -> None:
        before = b",\n" if self._path.exists() else self._begin
        with self._path.open("ab") as file:
            file.write(before + conversation.model_dump_json().encode())

    async def finish(self) -> tuple[Path, str]:
        """Closes the array."""
        await asyncio.to_thread(self._close)
        return self._path, ".json"

    def _close(self) -> None:
        before = b"" if self._path.exists() else self._begin
        with self._path.open("ab") as file:
            file.write(before + b"\n]}\n")


class DocumentBundle:
    """One document, or many in an archive with the person's folders. What cannot be written as wished is Markdown."""

    def __init__(self, folder: Path, press: Press, form: ExportFormat, locale: str, *, single: bool) -> None:
        self.simplified = 0
        self._folder = folder
        self._press = press
        self._form = form
        self._locale = locale
        self._single = single
        self._names = Names()
        self._last: tuple[Path, str] | None = None
        self._archive = folder / "export.zip"

    async def add(self, conversation: PortableConversation) -> None:
        """Prints one."""
        path, suffix = await self._print(conversation)
        if self._single:
            self._last = path, suffix
            return
        untitled = translate("paper.untitled", self._locale)
        name = self._names.path(conversation.folder, conversation.title, untitled, suffix)
        await asyncio.to_thread(self._pack, path, name)

    async def _print(self, conversation: PortableConversation) -> tuple[Path, str]:
        paper = await asyncio.to_thread(paper_of, conversation, self._locale)
        path = self._folder / "document"
        try:
            await self._press.print(paper, Format(self._form), path)
        except PrintingError as error:
            _log.warning("document_simplified", format=self._form, conversation=conversation.id, reason=str(error))
            self.simplified += 1
            await self._press.print(paper, Format.MARKDOWN, path)
            return path, SUFFIXES[ExportFormat.MARKDOWN]
        return path, SUFFIXES[self._form]

    def _pack(self, path: Path, name: str) -> None:
        with zipfile.ZipFile(self._archive, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, name)
        path.unlink()

    async def finish(self) -> tuple[Path, str]:
        """The document or the archive."""
        if self._last is not None:
            return self._last
        if not await asyncio.to_thread(self._archive.exists):
            await asyncio.to_thread(self._make_empty)
        return self._archive, ".zip"

    def _make_empty(self) -> None:
        with zipfile.ZipFile(self._archive, "w"):
            pass


def file_name(name: str, suffix: str, now: datetime, otherwise: str) -> str:
    """What the file is called when it is saved."""
    dated = f"{otherwise} {now:%Y-%m-%d}"
    return f"{safe_name(name, dated)}{suffix}"
