"""What the queue is told while it looks."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from procrastinate.connector import BaseAsyncConnector, Notify

from convosphere.platform.jobs.patience import PatientJobManager

QUEUES = ["default"]
NOTHING = {"id": None}


class _Queue(BaseAsyncConnector):
    """Answers looks with what the test says, and tells of a job when the test says so."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)
        self.looked = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.tell: Notify | None = None

    async def execute_query_one_async(self, query: str, **arguments: Any) -> dict[str, Any]:  # noqa: ARG002 - one query
        self.looked.set()
        await self.goes_on.wait()
        return self.answers.pop(0)

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:  # noqa: ARG002 - as above
        self.tell = on_notification
        await asyncio.Event().wait()


def _job(number: int) -> dict[str, Any]:
    fixed: dict[str, Any] = {
        "priority": 0,
        "lock": None,
        "queueing_lock": None,
        "task_name": "a",
        "args": {},
        "queue_name": "default",
    }
    return {**fixed, "id": number, "status": "doing", "scheduled_at": None, "attempts": 0, "worker_id": 1}


async def test_a_job_that_appears_during_a_look_is_not_left_for_the_next_round() -> None:
    queue = _Queue(NOTHING, _job(7))
    manager = PatientJobManager(queue)
    woken: list[str] = []

    async def wake(*, channel: str, notification: Any) -> None:
        woken.append(f"{channel}: {notification['type']}")

    listening = asyncio.create_task(manager.listen_for_jobs(on_notification=wake, queues=QUEUES))
    look = asyncio.create_task(manager.fetch_job(QUEUES, 1))
    await queue.looked.wait()
    assert queue.tell is not None
    await queue.tell(channel="c", payload=json.dumps({"type": "job_inserted", "job_id": 7}))
    queue.goes_on.set()
    found = await look
    listening.cancel()
    assert found is not None
    assert found.id == 7
    assert woken == ["c: job_inserted"]


async def test_a_look_that_finds_nothing_ends() -> None:
    queue = _Queue(NOTHING)
    queue.goes_on.set()
    assert await PatientJobManager(queue).fetch_job(QUEUES, 1) is None
