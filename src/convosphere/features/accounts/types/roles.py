"""Roles, and the permissions they are names for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is in their organisation: a name for a set of permissions."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"


EVERYONE = frozenset(Role)
ADMINISTRATORS = frozenset({Role.OWNER, Role.ADMIN})
STAFF = frozenset({Role.OWNER, Role.ADMIN, Role.MEMBER})


class ApiKeyScope(StrEnum):
    """What an API key can be limited to. `chat` covers every permission `chat.…`."""

    CHAT = "chat"
    MODELS_READ = "models.read"
    ACCOUNT_READ = "account.read"
    KNOWLEDGE = "knowledge"


class DuplicatePermissionError(ValueError):
    """Two features announce the same permission."""


@dataclass(frozen=True, slots=True)
class RolePermissions:
    """Which role may do what: the announcements of all features, put together once at wiring."""

    _by_role: Mapping[Role, frozenset[str]]

    @classmethod
    def gather(cls, announcements: Iterable[Mapping[str, frozenset[str]]]) -> "RolePermissions":
        """From every feature's `Feature.permissions` (permission → roles that have it).

        Raises:
            DuplicatePermissionError: a permission is announced twice.
            ValueError: a role does not exist.
        """
        roles_of: dict[str, frozenset[Role]] = {}
        for announced in announcements:
            for permission, roles in announced.items():
                if permission in roles_of:
                    raise DuplicatePermissionError(permission)
                roles_of[permission] = frozenset(Role(role) for role in roles)
        return cls(
            MappingProxyType(
                {role: frozenset(name for name, roles in roles_of.items() if role in roles) for role in Role}
            )
        )

    def of(self, role: Role, scopes: Collection[str] | None = None) -> frozenset[str]:
        """The role's permissions; with `scopes` (those of an API key) only the ones they cover."""
        granted = self._by_role[role]
        if scopes is None:
            return granted
        return frozenset(name for name in granted if any(covers(scope, name) for scope in scopes))


def covers(scope: str, permission: str) -> bool:
    """Whether an API key's scope includes a permission: the same one, or one below it ("chat" → "chat.write")."""
    return permission == scope or permission.startswith(f"{scope}.")
