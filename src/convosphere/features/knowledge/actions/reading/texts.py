"""Texts of versions, the last few of this process kept as they were parsed: a version's text never changes."""

import asyncio
from collections import OrderedDict
from typing import Final
from uuid import UUID

from convosphere.engines.documents import Document as ReadDocument
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.ingest.work import parse
from convosphere.features.knowledge.errors.documents import DocumentNotReadyError
from convosphere.platform.context import Platform
from convosphere.platform.storage import ObjectMissingError

_MOST_BYTES: Final = 8_000_000
_kept: OrderedDict[UUID, tuple[int, ReadDocument]] = OrderedDict()


async def text_of(platform: Platform, organization_id: UUID, version_id: UUID) -> ReadDocument:
    """A version's text. No transaction may be open.

    Raises:
        DocumentNotReadyError: there is none (yet).
        StorageUnavailableError: it is away.
    """
    known = _kept.get(version_id)
    if known is not None:
        _kept.move_to_end(version_id)
        return known[1]
    try:
        data = await platform.storage.get(places.text(organization_id, version_id))
    except ObjectMissingError:
        raise DocumentNotReadyError from None
    document = await asyncio.to_thread(parse, data)
    if len(data) <= _MOST_BYTES:
        _kept[version_id] = (len(data), document)
        while sum(size for size, _ in _kept.values()) > _MOST_BYTES:
            _kept.popitem(last=False)
    return document
