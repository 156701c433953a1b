"""Announces the models: connections to providers, the models found there, usage."""

from collections.abc import Mapping

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.events import OrganizationCreated
from convosphere.features.accounts.types import ADMINISTRATORS, EVERYONE
from convosphere.features.models.actions import REFRESH_JOB
from convosphere.features.models.jobs import refresh
from convosphere.features.models.listeners import when_founded
from convosphere.features.models.routes import router
from convosphere.features.models.rules import connections_in
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature, Job


def models_feature(platform: Platform, gateway: Gateway, environment: Mapping[str, str]) -> Feature:
    """The feature of one process; `environment` are its variables, among which there may be providers' keys.

    Raises:
        SettingsError: a variable cannot be used; the message names it.
    """
    return Feature(
        name="models",
        routers=[router],
        jobs=[Job(REFRESH_JOB, refresh(platform, gateway), max_attempts=3)],
        listeners=[(OrganizationCreated, when_founded(platform, connections_in(environment)))],
        permissions={
            "models.read": EVERYONE,
            "connections.manage": ADMINISTRATORS,
            "usage.read": ADMINISTRATORS,
        },
    )
