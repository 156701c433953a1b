"""Hears that an organisation was founded, that calls have ended or are lost, that a group is gone."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.events import GroupDeleted, OrganizationCreated
from convosphere.features.models.actions import (
    forget_subject,
    furnish_organization,
    learn_counts,
    prepare_everywhere,
    settle_lost_of,
    settle_recorded,
)
from convosphere.features.models.events import CallsLost, CallsRecorded, ConnectionCreated, TokensReported
from convosphere.features.models.types import EnvironmentConnection
from convosphere.platform.context import Platform
from convosphere.platform.events import Listener


def when_founded(platform: Platform, found: Sequence[EnvironmentConnection]) -> Listener[OrganizationCreated]:
    """Gives the new organisation its first connections."""

    async def furnish(session: AsyncSession, event: OrganizationCreated) -> None:
        await furnish_organization(session, platform, event.organization_id, found)

    return furnish


def when_recorded(platform: Platform) -> Listener[CallsRecorded]:
    """Settles what was reserved for the calls."""

    async def settle(session: AsyncSession, event: CallsRecorded) -> None:
        await settle_recorded(session, platform, event.organization_id)

    return settle


def when_lost(platform: Platform) -> Listener[CallsLost]:
    """Settles what is held for calls that nobody will record."""

    async def settle(session: AsyncSession, event: CallsLost) -> None:
        await settle_lost_of(session, platform, event)

    return settle


async def when_reported(session: AsyncSession, event: TokensReported) -> None:
    """Learns how far off our estimates are."""
    await learn_counts(session, event.organization_id)


def when_connected(platform: Platform) -> Listener[ConnectionCreated]:
    """Has all processes ready for its first call."""

    async def prepare(session: AsyncSession, event: ConnectionCreated) -> None:
        prepare_everywhere(session, platform, event.provider)

    return prepare


async def when_group_deleted(session: AsyncSession, event: GroupDeleted) -> None:
    """Nobody is in it any more, so nothing is left to limit."""
    await forget_subject(session, event.organization_id, event.group_id)
