"""Many small jobs as one: whoever takes the first takes along what waits and differs in its list alone.

A job of such a kind has an argument that is a list with one entry. What is taken along leaves the queue and stands in
the list of the job that runs, in one statement: killed, that job is found stalled with all that it had taken.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from procrastinate.connector import BaseAsyncConnector
from procrastinate.jobs import Job

# What was tried before, or is to run later, is left alone. `- field` takes the list out of the arguments.
_GATHER: Final = """
WITH own AS (
    SELECT id, queue_name, task_name, args FROM procrastinate_jobs WHERE id = %(id)s AND status = 'doing'),
waiting AS (
    SELECT job.id, job.args
      FROM procrastinate_jobs AS job JOIN own
           ON job.queue_name = own.queue_name AND job.task_name = own.task_name
              AND job.args - %(field)s::text = own.args - %(field)s::text
     WHERE job.status = 'todo' AND job.scheduled_at IS NULL AND job.attempts = 0 AND job.lock IS NULL
       AND jsonb_array_length(job.args -> %(field)s) = 1
     ORDER BY job.priority DESC, job.id
     LIMIT %(most)s FOR UPDATE OF job SKIP LOCKED),
gone AS (
    DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM waiting))
UPDATE procrastinate_jobs AS job
   SET args = jsonb_set(job.args, ARRAY[%(field)s], job.args -> %(field)s
              || (SELECT jsonb_agg(waiting.args -> %(field)s -> 0 ORDER BY waiting.id) FROM waiting))
  FROM own
 WHERE job.id = own.id AND EXISTS (SELECT FROM waiting)
RETURNING job.args
"""


@dataclass(frozen=True, slots=True)
class Gathering:
    """That a kind of job takes along what waits of its kind with the same other arguments.

    Args:
        field: the argument that is a list.
        most: how many entries one run gets.
        apart: runs instead of the job when it did not get through, with the same arguments; asks for what treats each
            entry alone, so that what brought it down brings down only itself.
    """

    field: str
    most: int
    apart: Callable[..., Awaitable[None]]


async def gather(connector: BaseAsyncConnector, job: Job, gathering: Gathering) -> dict[str, Any]:
    """The arguments of a running job, with the entries of those that it takes along."""
    given = dict(job.task_kwargs)
    listed = given[gathering.field]
    if not isinstance(listed, list) or len(listed) != 1:
        return given
    rows = await connector.execute_query_all_async(_GATHER, id=job.id, field=gathering.field, most=gathering.most - 1)
    return dict(rows[0]["args"]) if rows else given
