"""Announces accounts."""

from convosphere.features.accounts.actions.passwords import MAIL_JOB
from convosphere.features.accounts.events import ApiKeyRevoked, GroupMembershipChanged, PersonChanged, SessionsEnded
from convosphere.features.accounts.jobs import AccountJobs
from convosphere.features.accounts.listeners import SocketNotices
from convosphere.features.accounts.routes import ROUTERS
from convosphere.features.accounts.rules import PERMISSIONS
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature, Job


def accounts_feature(platform: Platform) -> Feature:
    """Organisations, people, groups, sessions, API keys."""
    notices = SocketNotices(platform.control)
    return Feature(
        name="accounts",
        routers=ROUTERS,
        jobs=(Job(MAIL_JOB, AccountJobs(platform).mail_password_reset),),
        listeners=(
            (SessionsEnded, notices.on_sessions_ended),
            (ApiKeyRevoked, notices.on_api_key_revoked),
            (PersonChanged, notices.on_person_changed),
            (GroupMembershipChanged, notices.on_membership_changed),
        ),
        permissions=PERMISSIONS,
    )
