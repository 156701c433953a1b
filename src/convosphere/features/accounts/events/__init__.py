"""Facts about accounts. `OrganizationCreated` is what other features build on; most are for the audit trail.

`actor_id` is who did it, `subject_id` whom or what it was done to.
"""

from convosphere.features.accounts.events.credentials import (
    ApiKeyCreated,
    ApiKeyRevoked,
    PasswordChanged,
    PasswordReset,
    PasswordResetIssued,
    RefreshTokenReused,
    SessionRevoked,
    SessionsEnded,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from convosphere.features.accounts.events.groups import (
    GroupChanged,
    GroupCreated,
    GroupDeleted,
    GroupMemberAdded,
    GroupMemberRemoved,
    GroupMembershipChanged,
)
from convosphere.features.accounts.events.people import (
    InvitationRevoked,
    OrganizationChanged,
    OrganizationCreated,
    PersonChanged,
    PersonDeactivated,
    PersonInvited,
    PersonReactivated,
    PersonRegistered,
    PersonRoleChanged,
)

__all__ = [
    "ApiKeyCreated",
    "ApiKeyRevoked",
    "GroupChanged",
    "GroupCreated",
    "GroupDeleted",
    "GroupMemberAdded",
    "GroupMemberRemoved",
    "GroupMembershipChanged",
    "InvitationRevoked",
    "OrganizationChanged",
    "OrganizationCreated",
    "PasswordChanged",
    "PasswordReset",
    "PasswordResetIssued",
    "PersonChanged",
    "PersonDeactivated",
    "PersonInvited",
    "PersonReactivated",
    "PersonRegistered",
    "PersonRoleChanged",
    "RefreshTokenReused",
    "SessionRevoked",
    "SessionsEnded",
    "SignInFailed",
    "SignedIn",
    "SignedOut",
]
