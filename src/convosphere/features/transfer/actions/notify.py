"""Tells whose export or import it is, once the transaction is through."""

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.transfer.actions.present import present_export, present_import
from convosphere.features.transfer.tables import Export, Import
from convosphere.platform.context import Platform
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import person_stream


def tell_export(session: AsyncSession, platform: Platform, row: Export) -> None:
    """Sends `export.changed` with the export as it is after the commit."""
    shown = present_export(row, row.locale).model_dump(mode="json")
    _tell(session, platform, row.owner_id, {"type": "export.changed", "export": shown})


def tell_import(session: AsyncSession, platform: Platform, row: Import) -> None:
    """Sends `import.changed` with the import as it is after the commit; its problems only to those who ask."""
    shown = present_import(row, row.locale).model_dump(mode="json")
    if shown["report"] is not None:
        shown["report"]["problems"] = []
    _tell(session, platform, row.owner_id, {"type": "import.changed", "import": shown})


def _tell(session: AsyncSession, platform: Platform, owner_id: UUID, event: dict[str, Any]) -> None:
    data = orjson.dumps(event)

    async def tell() -> None:
        await platform.log.append(person_stream(owner_id), [data])

    after_commit(session, tell)
