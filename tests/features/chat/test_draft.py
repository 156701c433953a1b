"""The writer's end of an answer: no word is out of sight, whatever happens on its way to the readers."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from convosphere.features.chat.actions.answer.draft import Draft
from convosphere.features.chat.types import AnswerKey
from convosphere.platform.clock import SystemClock
from convosphere.platform.realtime import EventLogUnavailableError, MemoryEventLog


class _SlowLog(MemoryEventLog):
    """Takes events in as late as a Redis that stands still, or never."""

    def __init__(self) -> None:
        super().__init__(SystemClock())
        self.asked = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.fails = False

    async def append(self, stream: str, events: Sequence[bytes]) -> int:
        self.asked.set()
        await self.goes_on.wait()
        if self.fails:
            raise EventLogUnavailableError
        return await super().append(stream, events)


@pytest.fixture
def draft() -> Draft:
    key = AnswerKey(organization_id=UUID(int=1), conversation_id=UUID(int=2), message_id=UUID(int=3))
    return Draft(key, 1, "Saved. ", "")


@pytest.mark.parametrize("fails", [False, True])
async def test_an_answer_that_ends_while_words_are_under_way_keeps_them(draft: Draft, *, fails: bool) -> None:
    log = _SlowLog()
    log.fails = fails
    draft.add_reasoning("Hm. ")
    draft.add_text("First ")
    sending = asyncio.create_task(draft.flush(log))
    await log.asked.wait()
    draft.add_text("second")
    # What belongs to the event number is what has arrived; what belongs to the answer is all of it.
    assert (draft.content, draft.reasoning) == ("Saved. ", "")
    assert (draft.whole_content, draft.whole_reasoning) == ("Saved. First second", "Hm. ")
    log.goes_on.set()
    await asyncio.wait({sending})
    assert isinstance(sending.exception(), EventLogUnavailableError) is fails
    assert (draft.content, draft.reasoning) == (("Saved. ", "") if fails else ("Saved. First ", "Hm. "))
    assert (draft.whole_content, draft.whole_reasoning) == ("Saved. First second", "Hm. ")


async def test_a_sending_that_is_cut_off_is_made_up_for(draft: Draft) -> None:
    log = _SlowLog()
    draft.add_text("First ")
    sending = asyncio.create_task(draft.flush(log))
    await log.asked.wait()
    draft.add_text("second")
    sending.cancel()
    await asyncio.wait({sending})
    assert draft.whole_content == "Saved. First second"
    log.goes_on.set()
    await draft.flush(log)
    assert draft.content == "Saved. First second"
