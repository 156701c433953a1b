"""Announces the models: connections to providers, the models found there, usage, budgets."""

from collections.abc import Mapping
from functools import partial

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.events import GroupDeleted, OrganizationCreated
from convosphere.features.accounts.types import ADMINISTRATORS, EVERYONE
from convosphere.features.models import actions, jobs, listeners
from convosphere.features.models.events import CallsLost, CallsRecorded, ConnectionCreated, TokensReported
from convosphere.features.models.routes import ROUTERS
from convosphere.features.models.rules import connections_in
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature, Job


def models_feature(platform: Platform, gateway: Gateway, environment: Mapping[str, str]) -> Feature:
    """The feature of one process; `environment` are its variables, among which there may be providers' keys.

    Raises:
        SettingsError: a variable cannot be used; the message names it.
    """
    circuits = actions.CircuitBoard(platform.control, gateway.circuits.policy)
    gateway.circuits.when_changed(circuits.tell)
    platform.control.subscribe(actions.PREPARE_SIGNAL, lambda signal: gateway.prepare(signal["provider"]))
    return Feature(
        name="models",
        state={"circuits": circuits},
        on_start=(partial(actions.prepare_used, platform, gateway),),
        routers=ROUTERS,
        jobs=[
            Job(actions.REFRESH_JOB, jobs.refresh(platform, gateway), max_attempts=3),
            Job(actions.NOTICE_JOB, partial(jobs.tell_of_budget, platform)),
            Job(actions.MAIL_JOB, partial(jobs.mail_of_budget, platform)),
            Job("models.settle_lost", partial(jobs.settle_lost, platform), cron="*/10 * * * *"),
        ],
        listeners=[
            (OrganizationCreated, listeners.when_founded(platform, connections_in(environment))),
            (CallsRecorded, listeners.when_recorded(platform)),
            (TokensReported, listeners.when_reported),
            (CallsLost, listeners.when_lost(platform)),
            (GroupDeleted, listeners.when_group_deleted),
            (ConnectionCreated, listeners.when_connected(platform)),
        ],
        permissions={
            "models.read": EVERYONE,
            "connections.manage": ADMINISTRATORS,
            "usage.read": ADMINISTRATORS,
            "budgets.manage": ADMINISTRATORS,
        },
    )
