"""Announces the assistants: so far the loop that answers, which other features call directly."""

from convosphere.engines.llm import Gateway
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature


def assistants_feature(_platform: Platform, _gateway: Gateway) -> Feature:
    """The feature of one process; it has no routes or jobs yet."""
    return Feature(name="assistants")
