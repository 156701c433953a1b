"""The documents of a base into its next space, while it is searched in the present one."""

from typing import Final

import structlog

from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.embedding.switching import drop_unused
from convosphere.features.knowledge.actions.ingest.staging import put_into_index
from convosphere.features.knowledge.repository import chunks, spaces
from convosphere.features.knowledge.tables import Chunk, DocumentVersion
from convosphere.features.knowledge.types.spaces import BaseKey, Space, SwitchStatus

# Versions looked up at once, and chunks embedded and staged at once: what an interruption can cost.
_VERSIONS: Final = 50
_CHUNKS: Final = 128

_log = structlog.get_logger(__name__)


async def reembed(desk: Desk, key: BaseKey) -> None:
    """Embeds all that is not in the next space yet, then has the base searched there. Goes on after an interruption.

    Called off or overtaken by another change, it ends.

    Raises:
        EmbeddingFailedError, RetrievalError: what is embedded so far is kept.
    """
    while True:
        space = await _next_space(desk, key)
        if space is None:
            return
        async with desk.platform.database.transaction(key.organization_id) as session:
            versions = await spaces.outstanding(session, key.base_id, space.id, _VERSIONS)
        if not versions and await _switched(desk, key, space):
            return
        for version in versions:
            if not await _embed_version(desk, key, space, version):
                return


async def stop_reembedding(desk: Desk, key: BaseKey, code: str, params: dict[str, object]) -> None:
    """Notes that it will not work: the base stays as it is, and another try can be made."""
    async with desk.platform.database.transaction(key.organization_id) as session:
        base = await spaces.find_base(session, key, lock=True)
        switch = await spaces.find_switch(session, key.base_id)
        if base is None or switch is None or base.next_space_id is None:
            return
        base.next_space_id = None
        switch.status = SwitchStatus.FAILED
        switch.problem_code = code
        switch.problem_params = {name: value for name, value in params.items() if isinstance(value, str | int | float)}
        switch.finished_at = desk.platform.clock.now()
        await session.flush()
        # What is embedded goes with its space: the next try may be with another embedder.
        await drop_unused(session, desk.platform, key)
    _log.warning("embedder_not_switched", base_id=str(key.base_id), code=code)


async def _next_space(desk: Desk, key: BaseKey) -> Space | None:
    """Where the base is moving to, noting how far it is; None: nowhere (any more)."""
    async with desk.platform.database.transaction(key.organization_id) as session:
        base = await spaces.find_base(session, key)
        if base is None or base.next_space_id is None:
            return None
        left, total = await spaces.count_outstanding(session, key.base_id, base.next_space_id)
        await spaces.set_progress(session, key.base_id, SwitchStatus.RUNNING, total - left, total)
        return await spaces.get_space(session, base.next_space_id)


async def _switched(desk: Desk, key: BaseKey, space: Space) -> bool:
    """One transaction, in which nothing can be published: all of it is there, and from the commit on it is used."""
    async with desk.platform.database.transaction(key.organization_id) as session:
        base = await spaces.find_base(session, key, lock=True)
        if base is None or base.next_space_id != space.id:
            return True
        left, total = await spaces.count_outstanding(session, key.base_id, space.id)
        if left:
            return False
        base.space_id, base.next_space_id = space.id, None
        switch = await spaces.find_switch(session, key.base_id)
        if switch is not None:
            switch.status, switch.done, switch.total = SwitchStatus.DONE, total, total
            switch.finished_at = desk.platform.clock.now()
        await session.flush()
        await drop_unused(session, desk.platform, key)
    _log.info("embedder_switched", base_id=str(key.base_id), space=space.name)
    return True


async def _embed_version(desk: Desk, key: BaseKey, space: Space, version: DocumentVersion) -> bool:
    """False: the change was called off meanwhile."""
    after = -1
    while True:
        async with desk.platform.database.transaction(key.organization_id) as session:
            base = await spaces.find_base(session, key)
            if base is None or base.next_space_id != space.id:
                return False
            batch: list[Chunk] = list(
                await chunks.list_chunks(session, version.id, after=after, limit=_CHUNKS, indexed_only=True)
            )
            if not batch:
                await spaces.note_embedded(session, key.organization_id, space.id, version.id)
                await spaces.count_one_more(session, key.base_id)
                return True
        await _put(desk, key, space, version, batch)
        after = batch[-1].ordinal


async def _put(desk: Desk, key: BaseKey, space: Space, version: DocumentVersion, batch: list[Chunk]) -> None:
    """Embeds and stages them; those that somebody has edited meanwhile once more, lest the old text comes last."""
    while batch:
        await put_into_index(desk, version, [space], batch)
        async with desk.platform.database.transaction(key.organization_id) as session:
            now = {chunk.id: chunk for chunk in await chunks.chunks_by_id(session, [each.id for each in batch])}
        batch = [now[each.id] for each in batch if each.id in now and now[each.id].text != each.text]
