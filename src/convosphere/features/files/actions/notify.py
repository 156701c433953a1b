"""Tells a file's owner, once the transaction is through."""

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.files.actions.present import present_file
from convosphere.features.files.tables import File
from convosphere.platform.context import Platform
from convosphere.platform.events import after_commit
from convosphere.platform.realtime import person_stream


def tell_owner(session: AsyncSession, platform: Platform, file: File) -> None:
    """Sends `file.changed` with the file as it is after the commit."""
    stream = person_stream(file.owner_id)
    event = orjson.dumps({"type": "file.changed", "file": present_file(file, file.locale).model_dump(mode="json")})

    async def tell() -> None:
        await platform.log.append(stream, [event])

    after_commit(session, tell)
