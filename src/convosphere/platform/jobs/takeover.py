"""Finds jobs whose worker fell silent and queues them again.

The queue's own functions do this in two steps (list, then retry); two replicas that do so at the same time would
queue a job that one of them has just started. Here one statement does it, on the rows it has locked.
"""

from procrastinate.connector import BaseAsyncConnector

# The queue's trigger wakes workers for new rows only, so the last line wakes them for these.
_REQUEUE = """
WITH requeued AS (
UPDATE procrastinate_jobs
   SET status = 'todo', attempts = attempts + 1, scheduled_at = NULL, worker_id = NULL
 WHERE id IN (
        SELECT job.id
          FROM procrastinate_jobs job
          LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
         WHERE job.status = 'doing'
           AND (worker.id IS NULL OR worker.last_heartbeat <= now() - make_interval(secs => %(silence)s))
           FOR UPDATE OF job SKIP LOCKED)
RETURNING id, queue_name)
SELECT id, pg_notify('procrastinate_queue_v1#' || queue_name,
                     json_build_object('type', 'job_inserted', 'job_id', id)::text)
  FROM requeued
"""


async def requeue_stalled(connector: BaseAsyncConnector, *, silence_seconds: float) -> list[int]:
    """Queues the jobs of workers silent for `silence_seconds` again; returns their ids.

    Raises:
        ConnectorException: the database does not answer.
    """
    return [row["id"] for row in await connector.execute_query_all_async(_REQUEUE, silence=silence_seconds)]
