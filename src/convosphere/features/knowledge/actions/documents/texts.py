"""Documents made of a text, or of what an address on the web answers."""

import asyncio
import re
from collections.abc import Mapping
from email.message import Message
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

from convosphere.features.accounts.types import Actor
from convosphere.features.files.rules import clean_name
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.documents.read import present_one
from convosphere.features.knowledge.actions.documents.room import bringer, require_folder, require_room
from convosphere.features.knowledge.actions.ingest.bring import Brought, bring
from convosphere.features.knowledge.actions.rights import get_base
from convosphere.features.knowledge.errors.documents import (
    EmptyTextError,
    PageNotFetchedError,
    TextTooLongError,
)
from convosphere.features.knowledge.schemas.documents import DocumentOut, TextIn, UrlIn
from convosphere.features.knowledge.types import BaseRole, VersionOrigin
from convosphere.platform.context import Platform
from convosphere.platform.http import FetchTimeoutError
from convosphere.platform.ids import new_id
from convosphere.platform.storage import Workplace

_OK: Final = 200
_SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
}
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,300})</title>", re.IGNORECASE)
_LOOKED_AT: Final = 65_536


async def create_from_text(platform: Platform, actor: Actor, base_id: UUID, wanted: TextIn) -> DocumentOut:
    """A document of a text; the same name in the same place: a new version. No transaction may be open.

    Raises:
        EmptyTextError, TextTooLongError, KnowledgeSpaceError: see there.
    """
    if not wanted.text.strip():
        raise EmptyTextError(field="body.text")
    most = platform.settings.knowledge.text_characters
    if len(wanted.text) > most:
        raise TextTooLongError(field="body.text", limit=most, given=len(wanted.text))
    name = wanted.name if "." in wanted.name else f"{wanted.name}.md"
    data = wanted.text.encode("utf-8", "replace")
    await _admit(platform, actor, base_id, wanted.folder_id, len(data))
    version_id = new_id()
    key = f"{places.incoming(actor.organization_id, version_id)}/text"
    await platform.storage.put(key, data)
    brought = Brought(base_id, wanted.folder_id, name, len(data), [key], VersionOrigin.TEXT, version_id=version_id)
    return await _bring(platform, actor, brought)


async def create_from_url(platform: Platform, actor: Actor, base_id: UUID, wanted: UrlIn) -> DocumentOut:
    """A document of what an address answers, fetched now. No transaction may be open.

    Raises:
        FetchError: or one of its kinds: not reached, refused, too slow, too large.
        PageNotFetchedError: the address answered with something else than success.
        KnowledgeSpaceError: see there.
    """
    await _admit(platform, actor, base_id, wanted.folder_id, 0)
    async with Workplace(platform.settings.data_dir).folder() as folder:
        path = folder / "fetched"
        url, headers, size = await _fetch(platform, str(wanted.url), path)
        await _admit(platform, actor, base_id, wanted.folder_id, size)
        media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        name = wanted.name
        if name is None:
            name = await asyncio.to_thread(_name, url, headers, media_type, path)
        version_id = new_id()
        key = f"{places.incoming(actor.organization_id, version_id)}/fetched"
        await platform.storage.put_file(key, path)
    brought = Brought(
        base_id,
        wanted.folder_id,
        name,
        size,
        [key],
        VersionOrigin.URL,
        media_type=media_type[:200] or None,
        source_url=url[:2_000],
        version_id=version_id,
    )
    return await _bring(platform, actor, brought)


async def _admit(platform: Platform, actor: Actor, base_id: UUID, folder_id: UUID | None, size: int) -> None:
    async with platform.database.transaction(actor.organization_id) as session:
        await get_base(session, actor, base_id, need=BaseRole.EDITOR)
        await require_folder(session, base_id, folder_id)
        await require_room(session, platform, size)


async def _bring(platform: Platform, actor: Actor, brought: Brought) -> DocumentOut:
    async with platform.database.transaction(actor.organization_id) as session:
        await get_base(session, actor, brought.base_id, need=BaseRole.EDITOR)
        document, _ = await bring(session, platform, bringer(actor), brought)
        return await present_one(session, actor, document)


async def _fetch(platform: Platform, url: str, path: Path) -> tuple[str, Mapping[str, str], int]:
    """Where it came from in the end, the response's headers, and how many bytes were written."""
    settings = platform.settings.knowledge
    size = 0
    try:
        async with (
            asyncio.timeout(settings.fetch_seconds),
            platform.http.stream("GET", url, pause_seconds=30, max_bytes=settings.max_bytes) as answer,
        ):
            if answer.status != _OK:
                raise PageNotFetchedError(field="body.url", status_code=answer.status)
            file = await asyncio.to_thread(path.open, "wb")
            try:
                async for chunk in answer.chunks():
                    size += await asyncio.to_thread(file.write, chunk)
            finally:
                await asyncio.shield(asyncio.to_thread(file.close))
            headers = dict(answer.headers)
            found = answer.url
    except TimeoutError:
        raise FetchTimeoutError(field="body.url", host=urlsplit(url).hostname or "") from None
    if not size:
        raise PageNotFetchedError(field="body.url", status_code=_OK)
    return found, {name.title(): value for name, value in headers.items()}, size


def _name(url: str, headers: Mapping[str, str], media_type: str, path: Path) -> str:
    """As the response names it, else its title, else the last part of the address; with a suffix that fits."""
    message = Message()
    message["Content-Disposition"] = headers.get("Content-Disposition", "")
    given = message.get_filename()
    if given:
        return clean_name(given[:1_000])
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    suffix = _SUFFIXES.get(media_type, "")
    if suffix == ".html":
        last = _title(path) or last or parts.hostname or ""
    name = clean_name(last or parts.hostname or "page")
    return name if not suffix or name.lower().endswith(suffix) else f"{name}{suffix}"


def _title(path: Path) -> str:
    with path.open("rb") as file:
        found = _TITLE.search(file.read(_LOOKED_AT))
    return "" if found is None else " ".join(found.group(1).decode("utf-8", "replace").replace("/", " ").split())
