"""Who acts, and what they may do."""

from typing import Literal

from convosphere.features.accounts.types.actor import Actor, Client
from convosphere.features.accounts.types.roles import (
    ADMINISTRATORS,
    EVERYONE,
    STAFF,
    ApiKeyScope,
    DuplicatePermissionError,
    Role,
    RolePermissions,
    covers,
)
from convosphere.features.accounts.types.subjects import Subject, SubjectKind

RegistrationPolicy = Literal["open", "invitation", "closed"]
Theme = Literal["system", "light", "dark"]

__all__ = [
    "ADMINISTRATORS",
    "EVERYONE",
    "STAFF",
    "Actor",
    "ApiKeyScope",
    "Client",
    "DuplicatePermissionError",
    "RegistrationPolicy",
    "Role",
    "RolePermissions",
    "Subject",
    "SubjectKind",
    "Theme",
    "covers",
]
