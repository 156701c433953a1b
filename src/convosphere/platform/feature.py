"""How a feature announces itself; `entry/wiring.py` puts the announcements together."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter

from convosphere.platform.events import DomainEvent, Listener
from convosphere.platform.jobs import Gathering, JobHandler


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of job: its name (`feature.verb`), its idempotent handler, how often errors are retried, and what to do
    when all of that was in vain.

    With `cron` (five fields, UTC) it also runs by the clock, without arguments, once for all replicas.
    """

    name: str
    handler: JobHandler
    max_attempts: int = 5
    on_give_up: JobHandler | None = None
    cron: str | None = None
    # Only few of these run at the same time, and none in the way of others.
    heavy: bool = False
    # Many of these are done as one.
    gathering: Gathering | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """One noun of the product.

    `permissions` maps a permission to the roles that have it. `routers` hang below `/api/v1`, `root_routers` at `/`.
    `state` is put on the application's state, where the feature's own dependencies find it. `on_start` is run in the
    background when a process that serves or works is up; what it raises is logged. `on_stop` is run when it ends.
    """

    name: str
    routers: Sequence[APIRouter] = ()
    root_routers: Sequence[APIRouter] = ()
    jobs: Sequence[Job] = ()
    listeners: Sequence[tuple[type[DomainEvent], Listener[Any]]] = ()
    permissions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    state: Mapping[str, object] = field(default_factory=dict)
    on_start: Sequence[Callable[[], Awaitable[None]]] = ()
    on_stop: Sequence[Callable[[], Awaitable[None]]] = ()
