"""Sends and saves all answers of this process in step: one clock for many streams.

Text is sent at once when an answer begins, then every `SEND_SECONDS` (once a little earlier, to fall into step); it is
saved every `SAVE_SECONDS`, one statement for all answers of an organisation. A clock of its own for each answer would
wake the process thousands of times a second.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from convosphere.features.chat import repository
from convosphere.features.chat.actions.answer.draft import Draft, Fate
from convosphere.platform.database import Database
from convosphere.platform.realtime import EventLog, EventLogUnavailableError

SEND_SECONDS = 0.04
SAVE_SECONDS = 1.0
# Answers wake on a grid of this, so that of many several wake at once: each time a process wakes costs as much as what
# it does then.
TICK_SECONDS = SEND_SECONDS / 2

_log = structlog.get_logger(__name__)


def until_next_send(now: float) -> float:
    """Seconds to the last point of the grid within `SEND_SECONDS`; `now`: the event loop's time."""
    return SEND_SECONDS - now % TICK_SECONDS


class Pump:
    """Runs while there are answers to carry."""

    def __init__(self, database: Database, log: EventLog) -> None:
        self._database = database
        self._log = log
        self._drafts: set[Draft] = set()
        self._task: asyncio.Task[None] | None = None
        self._saving: asyncio.Task[None] | None = None

    def add(self, draft: Draft) -> None:
        """Carries an answer from now on."""
        draft.saved_number = draft.event_number
        self._drafts.add(draft)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="answers pump")

    def remove(self, draft: Draft) -> None:
        """The answer has ended."""
        self._drafts.discard(draft)

    async def _run(self) -> None:
        now = asyncio.get_running_loop().time
        saved_at = now()
        while self._drafts:
            await asyncio.sleep(until_next_send(now()))
            await self._send()
            if now() - saved_at >= SAVE_SECONDS and (self._saving is None or self._saving.done()):
                saved_at = now()
                self._saving = asyncio.create_task(self.save(list(self._drafts)), name="answers checkpoint")

    async def _send(self) -> None:
        before = asyncio.get_running_loop().time() - SEND_SECONDS + TICK_SECONDS
        for draft in [draft for draft in self._drafts if draft.dirty and draft.sent_at <= before]:
            try:
                await draft.flush(self._log)
            except EventLogUnavailableError as error:
                # Nothing is lost: the text waits in the draft and is saved with it.
                _log.warning("answer_not_sent", error=str(error))
                return

    async def save(self, drafts: Iterable[Draft]) -> None:
        """Saves what has been sent, and learns who was stopped or superseded meanwhile."""
        by_organization: dict[UUID, list[Draft]] = defaultdict(list)
        for draft in drafts:
            by_organization[draft.key.organization_id].append(draft)
        for organization_id, group in by_organization.items():
            try:
                await self._save_group(organization_id, group)
            except (DBAPIError, PoolTimeoutError, OSError) as error:
                # The next round saves more; the answer goes on meanwhile.
                _log.warning("answer_not_saved", error=str(error), answers=len(group))

    async def _save_group(self, organization_id: UUID, drafts: Sequence[Draft]) -> None:
        states = [
            repository.SavedDraft(
                draft.key.message_id,
                draft.attempt,
                draft.content,
                draft.reasoning,
                draft.event_number,
                draft.stands_in,
            )
            for draft in drafts
        ]
        async with self._database.transaction(organization_id) as session:
            # A checkpoint that a crash of the database server loses is made up for by the next one.
            await session.execute(text("SET LOCAL synchronous_commit TO off"))
            stopped = await repository.save_drafts(session, states)
        for draft, state in zip(drafts, states, strict=True):
            if draft.key.message_id not in stopped:
                draft.end(Fate.SUPERSEDED)
            elif stopped[draft.key.message_id]:
                draft.end(Fate.STOPPED)
            else:
                draft.saved_number = state.event_number
