"""Coded errors of connections, models and providers."""

from convosphere.features.models.errors.own import (
    BaseUrlError,
    BuiltinConnectionError,
    ConnectionDisabledError,
    ConnectionNotFoundError,
    KeyNeededAgainError,
    ModelDisabledError,
    ModelNotFoundError,
    ModelUnavailableError,
    ModelVanishedError,
    NameTakenError,
    NoModelError,
    NoOrganizationError,
    SecretUnreadableError,
)
from convosphere.features.models.errors.providers import ProviderProblemError
from convosphere.features.models.errors.telling import problem_of_code, provider_problem

__all__ = [
    "BaseUrlError",
    "BuiltinConnectionError",
    "ConnectionDisabledError",
    "ConnectionNotFoundError",
    "KeyNeededAgainError",
    "ModelDisabledError",
    "ModelNotFoundError",
    "ModelUnavailableError",
    "ModelVanishedError",
    "NameTakenError",
    "NoModelError",
    "NoOrganizationError",
    "ProviderProblemError",
    "SecretUnreadableError",
    "problem_of_code",
    "provider_problem",
]
