"""LiteLLM's process leaves nothing behind, whenever whoever waits for it gives up."""

import asyncio
import contextlib
import time

import psutil
import pytest

from convosphere.engines.llm.errors import UnavailableError
from convosphere.engines.llm.litellm.process import LiteLLMProcess, Started, start_process
from convosphere.engines.llm.types import Timeouts

# More turns of the loop than a start takes.
_MOST_TURNS = 200


async def gone(before: tuple[set[int], int]) -> bool:
    """Whether there are no more processes and open files than before, or soon are."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        children, files = await asyncio.to_thread(held)
        if children <= before[0] and files <= before[1]:
            return True
        await asyncio.sleep(0.01)
    return False


def held() -> tuple[set[int], int]:
    """This process's children, and how many files and sockets it has open."""
    own = psutil.Process()
    return {each.pid for each in own.children()}, own.num_fds()


async def given_up_after(turns: int, starting: "asyncio.Task[Started]") -> bool:
    """Cancels it after so many turns of the loop; False: it had come up by then."""
    for _ in range(turns):
        await asyncio.sleep(0)
    starting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        started = await starting
        started.writer.close()
        started.child.kill()
        await started.child.wait()
        return False
    return True


async def test_who_gives_up_while_it_starts_leaves_nothing_behind() -> None:
    # The first one of a loop makes what watches over processes, which stays.
    await given_up_after(_MOST_TURNS, asyncio.create_task(start_process()))
    before = await asyncio.to_thread(held)
    for turns in range(_MOST_TURNS):
        cancelled = await given_up_after(turns, asyncio.create_task(start_process()))
        assert await gone(before), f"given up after {turns} turns"
        if not cancelled:
            break
    else:
        pytest.fail("it never came up")


async def asked(process: LiteLLMProcess) -> str:
    """What its other side says to a question that it does not know, for which it imports nothing."""
    with pytest.raises(UnavailableError) as told:
        await anext(process.ask("nothing", patience=Timeouts()))
    return told.value.message


async def test_who_asks_after_another_gave_up_is_served() -> None:
    others, _ = await asyncio.to_thread(held)
    process = LiteLLMProcess()
    asking = asyncio.create_task(asked(process))
    waiting = asyncio.create_task(asked(process))
    for _ in range(3):
        await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    try:
        assert await waiting == "nobody knows what 'nothing' is"
        children, _ = await asyncio.to_thread(held)
        assert len(children - others) == 1
    finally:
        await process.aclose()
