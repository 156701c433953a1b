"""What a budget costs each call: reserving before it and settling after it, alone and with 200 at once from two
processes on one database.

`python -m bench.budgets <data directory> <organisation> <person> <calls>` is one of those processes.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import text

from bench.pace import COMMIT
from bench.table import Row, percentile, show
from convosphere.engines.llm import CallRecord, ConnectionConfig, FinishReason, Outcome, Usage
from convosphere.entry.wiring import Application, Purpose, open_application
from convosphere.features.accounts.actions import administer
from convosphere.features.accounts.types import Role
from convosphere.features.models.actions import budget_guard, price_of, record_usage
from convosphere.features.models.errors import BudgetExceededError
from convosphere.features.models.tables import Budget
from convosphere.features.models.types import CallContext, ResolvedModel
from convosphere.features.models.types import Purpose as CallPurpose
from convosphere.platform.context import Platform
from convosphere.platform.database import EmbeddedPostgres
from convosphere.platform.ids import new_id
from convosphere.platform.settings import Settings

ALONE = 400
PROCESSES = 2
AT_ONCE = 100
IN, OUT = 1_000, 500
# For three quarters of those who come at once.
ROOM = PROCESSES * AT_ONCE * 3 // 4 * (IN + OUT)

_MODEL = ResolvedModel(
    UUID(int=1), "gpt-4o", "GPT-4o", ConnectionConfig(str(UUID(int=2)), "openai", None, "sk-none"), 128_000
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks, at one process."""

    platform: Platform
    organization_id: UUID
    person_id: UUID

    @property
    def context(self) -> CallContext:
        """For whom and what for."""
        return CallContext(self.organization_id, CallPurpose.CHAT, self.person_id)

    async def reserve(self) -> UUID | None:
        """Before a call.

        Raises:
            BudgetExceededError: there is no room.
        """
        return await budget_guard(self.platform, self.context).admit(_MODEL, IN, OUT)

    async def settle(self, reservation: UUID | None, tokens: tuple[int, int]) -> None:
        """After a call: the transaction in which its caller ends it."""
        call = CallRecord(
            connection_id=_MODEL.connection.id,
            provider="openai",
            base_url=None,
            model=_MODEL.name,
            started_at=datetime.now(UTC),
            outcome=Outcome.COMPLETED,
            finish_reason=FinishReason.STOP,
            usage=Usage(*tokens),
            time_to_first_token=0.2,
            duration=1.0,
            error=None,
            reservation=reservation,
        )
        cost = await price_of(_MODEL, call)
        async with self.platform.database.transaction(self.organization_id) as session:
            record_usage(session, self.context, call, cost)


async def measure() -> list[Row]:
    """All figures, on a PostgreSQL of its own as the product starts it."""
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as directory:
        async with _opened(Path(directory)) as application:
            platform = application.platform
            organization_id = await administer.create_organization(platform, "Bench")
            person_id = await administer.create_person(
                platform,
                email="owner@bench.example",
                name="Bench",
                password="a long pass phrase",  # noqa: S106 - nobody signs in with it
                role=Role.OWNER,
                organization_id=organization_id,
            )
            person = Person(platform, organization_id, person_id)
            rows = await _alone(person, Path(directory))
            rows += await _crowd(person, Path(directory))
    show("Budgets", rows)
    return rows


@asynccontextmanager
async def _opened(directory: Path) -> AsyncIterator[Application]:
    settings = Settings.model_validate(
        {"data_dir": directory, "models": {"discover_local": False}, "log": {"level": "error"}}
    )
    async with open_application(settings, Purpose.COMMAND) as application:
        yield application


async def _limit(person: Person, tokens: int) -> None:
    """Three budgets, all of which limit the person: the organisation's, everybody's, their own."""
    kinds = (
        {"subject_kind": "organization", "subject_id": person.organization_id, "each_member": False, "period": "day"},
        {"subject_kind": "organization", "subject_id": person.organization_id, "each_member": True, "period": "month"},
        {"subject_kind": "person", "subject_id": person.person_id, "each_member": False, "period": "month"},
    )
    now = datetime.now(UTC)
    common: dict[str, Any] = {
        "organization_id": person.organization_id,
        "time_zone": "Europe/Berlin",
        "money": Decimal(1_000_000),
        "tokens": tokens,
        "warn_percent": 80,
        "unknown_price": "allow",
        "enabled": True,
        "created_at": now,
        "updated_at": now,
    }
    async with person.platform.database.transaction(person.organization_id) as session:
        await session.execute(text("DELETE FROM budgets"))
        await session.execute(text("DELETE FROM usage_records"))
        session.add_all([Budget(id=new_id(), **kind, **common) for kind in kinds])


async def _alone(person: Person, directory: Path) -> list[Row]:
    commits = await _commits(directory)
    free = await _times(person)
    await _limit(person, 10**12)
    limited = await _times(person)
    commit = percentile([*commits, *await _commits(directory)], 0.5)
    before, after, unlimited, plain = (percentile(values, 0.5) for values in (limited[0], limited[1], free[0], free[1]))
    return [
        Row("asking the guard, no budget (p50)", unlimited, "ms"),
        Row("reserving in three budgets (p50)", before, "ms"),
        Row("reserving in three budgets (p95)", percentile(limited[0], 0.95), "ms"),
        Row("the end of a call, nothing to settle (p50)", plain, "ms"),
        Row("the end of a call, settling three budgets (p50)", after, "ms"),
        Row(
            "reserving and settling, added to a call (p50)",
            before + after - plain,
            "ms",
            2,
            slowness=COMMIT.slowness(commit),
        ),
        Row("  a bare transaction of one row (p50)", commit, "ms"),
    ]


async def _commits(directory: Path) -> list[float]:
    """Milliseconds of transactions that write a row each and do nothing else."""
    owner = EmbeddedPostgres(directory).attach().owner_conninfo
    times = []
    async with await psycopg.AsyncConnection.connect(owner, autocommit=True) as connection:
        await connection.execute("CREATE TABLE IF NOT EXISTS bare_rows (number integer)")
        for number in range(ALONE // 2 + 20):
            began = time.perf_counter()
            await connection.execute("BEGIN")
            await connection.execute("INSERT INTO bare_rows VALUES (%s)", [number], prepare=True)
            await connection.execute("COMMIT")
            if number >= 20:
                times.append((time.perf_counter() - began) * 1000)
    return times


async def _times(person: Person) -> tuple[list[float], list[float]]:
    """Milliseconds before and after each of many calls, one after the other."""
    before, after = [], []
    for number in range(ALONE + 20):
        began = time.perf_counter()
        reservation = await person.reserve()
        reserved = time.perf_counter()
        await person.settle(reservation, (IN, OUT))
        if number >= 20:
            before.append((reserved - began) * 1000)
            after.append((time.perf_counter() - reserved) * 1000)
    return before, after


async def _crowd(person: Person, directory: Path) -> list[Row]:
    """Everybody reserves before anybody settles; then as many again, each settling when it pleases."""
    await _limit(person, ROOM)
    arguments = [str(directory), str(person.organization_id), str(person.person_id), str(AT_ONCE)]
    pipe = asyncio.subprocess.PIPE
    workers = [
        await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.budgets", *arguments, stdin=pipe, stdout=pipe)
        for _ in range(PROCESSES)
    ]
    first = [await _hear(worker) for worker in workers]
    held = max(reserved for _, reserved in await _balances(person))
    for worker in workers:
        _say(worker)
    waiting = asyncio.gather(*(_hear(worker) for worker in workers))
    most = held
    while not waiting.done():
        most = max(most, *(spent + reserved for spent, reserved in await _balances(person)))
        await asyncio.sleep(0.005)
    second = await waiting
    for worker in workers:
        _say(worker)
        await worker.wait()
    used = sum(report["used"] for report in second)
    wrong = sum(abs(spent - used) + abs(reserved) for spent, reserved in await _balances(person))
    async with person.platform.database.transaction(person.organization_id) as session:
        recorded = int(await session.scalar(text("SELECT sum(input_tokens + output_tokens) FROM usage_records")) or 0)
    crowd = PROCESSES * AT_ONCE
    admitted = sum(report["admitted"] for report in first)
    return [
        Row(f"{crowd} at once: admitted too many or too few", abs(admitted - ROOM // (IN + OUT)), "calls", 0),
        Row(f"{crowd} at once: all of them answered", max(report["seconds"] for report in first), "s"),
        Row(f"{crowd} at once: held beside what was admitted", abs(held - admitted * (IN + OUT)), "tok", 0),
        Row(f"{crowd} more that end in between: most ever spent and reserved", most, "tok", ROOM),
        Row(f"{crowd} more that end in between: balances off by", wrong, "tok", 0),
        Row(f"{crowd} more that end in between: records off by", abs(recorded - used), "tok", 0),
    ]


async def _hear(worker: asyncio.subprocess.Process) -> dict[str, Any]:
    assert worker.stdout is not None  # noqa: S101 - a pipe was asked for
    report: dict[str, Any] = json.loads(await worker.stdout.readline())
    return report


def _say(worker: asyncio.subprocess.Process) -> None:
    assert worker.stdin is not None  # noqa: S101 - a pipe was asked for
    worker.stdin.write(b"\n")


async def _balances(person: Person) -> list[tuple[int, int]]:
    async with person.platform.database.transaction(person.organization_id) as session:
        rows = await session.execute(text("SELECT spent_tokens, reserved_tokens FROM budget_balances"))
        return [(row[0], row[1]) for row in rows] or [(0, 0)]


async def _work(directory: str, organization_id: str, person_id: str, calls: str) -> None:
    """One of the processes. After each part it says as JSON what came of it, and waits to be told to go on."""
    async with _opened(Path(directory)) as application:
        person = Person(application.platform, UUID(organization_id), UUID(person_id))
        began = time.perf_counter()
        held = [each for each in await asyncio.gather(*(_admitted(person) for _ in range(int(calls)))) if each]
        await _report(admitted=len(held), seconds=time.perf_counter() - began)
        waiting = (_settled(person, reservation) for reservation in held)
        more = (_whole_call(person) for _ in range(int(calls)))
        await _report(used=sum(await asyncio.gather(*waiting, *more)))


async def _report(**report: float) -> None:
    print(json.dumps(report), flush=True)
    await asyncio.to_thread(sys.stdin.readline)


async def _admitted(person: Person) -> UUID | None:
    try:
        return await person.reserve()
    except BudgetExceededError:
        return None


async def _settled(person: Person, reservation: UUID) -> int:
    await asyncio.sleep(random.random() / 2)
    tokens = random.randrange(IN), random.randrange(OUT)
    await person.settle(reservation, tokens)
    return sum(tokens)


async def _whole_call(person: Person) -> int:
    await asyncio.sleep(random.random() / 2)
    reservation = await _admitted(person)
    return 0 if reservation is None else await _settled(person, reservation)


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:]))
