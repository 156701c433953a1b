"""The demo's knowledge: documents of several kinds, uploaded as people upload them, until they can be searched."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from convosphere.engines.publishing import Format, Paper, Part, Press, open_press
from convosphere.entry.cli.session import fail
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.actions.bases.bases import create_base
from convosphere.features.knowledge.actions.documents.read import list_documents
from convosphere.features.knowledge.actions.documents.uploads import create_upload, receive_piece
from convosphere.features.knowledge.schemas.bases import BaseIn
from convosphere.features.knowledge.schemas.documents import DocumentQuery, UploadCreate
from convosphere.features.knowledge.types import BaseRole, DocumentStatus
from convosphere.platform.context import Platform

_TEXTS = Path(__file__).with_name("demo")
_PATIENCE_SECONDS = 120
_LOOK_AGAIN_SECONDS = 0.05
_PAPER_SECONDS, _PAPER_MEMORY_MB = 60, 512


async def fill_base(platform: Platform, actor: Actor, base: Mapping[str, Any]) -> UUID:
    """A base that everybody in the organisation may read, with its documents; all of them ready."""
    async with platform.database.transaction(actor.organization_id) as session:
        wanted = BaseIn(
            name=base["name"],
            description=base["description"],
            language=base["language"],
            everyone_role=BaseRole.VIEWER,
        )
        made = await create_base(session, platform, actor, wanted)
    async with open_press(seconds=_PAPER_SECONDS, memory_mb=_PAPER_MEMORY_MB) as press:
        for document in base["documents"]:
            content = await _content(press, document, base["language"])
            await _upload(platform, actor, made.id, document, content)
    await _ready(platform, actor, made.id, len(base["documents"]))
    return made.id


async def _content(press: Press, document: Mapping[str, Any], language: str) -> bytes:
    """The file's bytes: its text as it is, or printed on pages where a PDF is wanted."""
    text = _TEXTS / document["text"]
    if not document["name"].endswith(".pdf"):
        return await asyncio.to_thread(text.read_bytes)
    body = await asyncio.to_thread(text.read_text, "utf-8")
    name = document["name"].removesuffix(".pdf")
    paper = Paper(name, language, facts=(), parts=(Part(heading=document["by"], detail=document["of"], body=body),))
    with tempfile.TemporaryDirectory(prefix="convosphere-seed-") as folder:
        path = Path(folder, "paper.pdf")
        await press.print(paper, Format.PDF, path)
        return await asyncio.to_thread(path.read_bytes)


async def _upload(platform: Platform, actor: Actor, base_id: UUID, document: Mapping[str, Any], content: bytes) -> None:
    async with platform.database.transaction(actor.organization_id) as session:
        wanted = UploadCreate(name=document["name"], size=len(content), path=document["folder"])
        upload = await create_upload(session, platform, actor, base_id, wanted)

    async def pieces(start: int) -> AsyncIterator[bytes]:
        yield content[start : start + upload.chunk_bytes]

    sent = 0
    while sent < len(content):
        sent = await receive_piece(platform, actor, upload.id, sent, pieces(sent))


async def _ready(platform: Platform, actor: Actor, base_id: UUID, count: int) -> None:
    """Waits for the worker, wherever it runs; only the database is common to both."""
    deadline = platform.clock.monotonic() + _PATIENCE_SECONDS
    while platform.clock.monotonic() < deadline:
        async with platform.database.transaction(actor.organization_id) as session:
            page = await list_documents(session, actor, base_id, DocumentQuery(limit=100))
        failed = [each.name for each in page.items if each.status is DocumentStatus.FAILED]
        if failed:
            fail(f"these documents could not be taken in: {', '.join(failed)}")
        if [each.status for each in page.items].count(DocumentStatus.READY) == count:
            return
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    fail("no worker takes documents in: is one running?")
