"""Jobs of the search: the test bench, and what was searched long ago."""

from functools import partial
from uuid import UUID

from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.question_sets import BENCH_JOB, give_up_bench, run_bench
from convosphere.features.knowledge.actions.search.recording import expire_searches
from convosphere.platform.feature import Job


def search_jobs(desk: SearchDesk) -> tuple[Job, ...]:
    """For `Feature.jobs`."""
    return (
        Job(BENCH_JOB, partial(_run, desk), max_attempts=3, on_give_up=partial(_give_up, desk), heavy=True),
        Job("knowledge.expire_searches", partial(expire_searches, desk.platform), cron="37 2 * * *"),
    )


async def _run(desk: SearchDesk, *, organization_id: str, run_id: str) -> None:
    """Goes on behind the last question that is stored."""
    await run_bench(desk, UUID(organization_id), UUID(run_id))


async def _give_up(desk: SearchDesk, *, organization_id: str, run_id: str) -> None:
    await give_up_bench(desk, UUID(organization_id), UUID(run_id))
