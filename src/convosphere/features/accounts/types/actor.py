"""Who acts, and who merely asks."""

from dataclasses import dataclass
from uuid import UUID

from convosphere.features.accounts.types.roles import Role
from convosphere.platform.errors import ForbiddenError
from convosphere.platform.i18n import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person on whose behalf something happens, as the database knew them when it began.

    Exactly one of `session_id` (the web client) and `api_key_id` (a program) is set. `address` is the network
    address the request came from, `group_ids` are the groups that the person is a member of.
    """

    organization_id: UUID
    person_id: UUID
    name: str
    role: Role
    permissions: frozenset[str]
    locale: Locale
    session_id: UUID | None = None
    api_key_id: UUID | None = None
    address: str | None = None
    group_ids: frozenset[UUID] = frozenset()

    def may(self, permission: str) -> bool:
        """Whether this actor has the permission."""
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Lets only those pass who have the permission.

        Raises:
            ForbiddenError: this actor does not have it.
        """
        if permission not in self.permissions:
            raise ForbiddenError(permission=permission)


@dataclass(frozen=True, slots=True)
class Client:
    """Whoever sends a request, before we know who it is."""

    address: str | None
    user_agent: str | None
    locale: Locale
