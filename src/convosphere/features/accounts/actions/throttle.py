"""Counts attempts per account and per address before they are made, in a transaction of its own.

Counting first means that a hundred attempts at the same moment are a hundred, on however many replicas.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.repository import throttle
from convosphere.features.accounts.rules import email_key, seconds_left, throttle_key, throttled_address
from convosphere.platform.context import Platform

# Each has counters of its own: asking for reset links must not lock anybody out of signing in.
Purpose = Literal["sign_in", "register", "reset"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, counted."""

    account_key: bytes
    address_key: bytes | None
    # Seconds until the next attempt may be made; None: this one may.
    wait: float | None
    # True for the attempt that went beyond the account's limit: the one to write down.
    newly_blocked: bool


async def count_attempt(
    platform: Platform, session: AsyncSession, purpose: Purpose, email: str, address: str | None
) -> Attempt:
    """Counts an attempt; it must not be made if `wait` says so."""
    limits = platform.settings.accounts
    now = platform.clock.now()
    account_key = _account_key(purpose, email)
    account = await throttle.count_attempt(session, account_key, now)
    waits = []
    if account.attempts > limits.sign_in_attempts:
        waits.append(seconds_left(account.window_started_at, now))
    address_key = None
    if address is not None:
        address_key = throttle_key(f"{purpose}/address", throttled_address(address))
        counted = await throttle.count_attempt(session, address_key, now)
        if counted.attempts > limits.sign_in_attempts_per_address:
            waits.append(seconds_left(counted.window_started_at, now))
    await throttle.sweep_expired(session, now)
    return Attempt(
        account_key=account_key,
        address_key=address_key,
        wait=max(waits, default=None),
        newly_blocked=account.attempts == limits.sign_in_attempts + 1,
    )


async def forgive(session: AsyncSession, attempt: Attempt) -> None:
    """The attempt succeeded: the account starts afresh, the address has this one back."""
    await throttle.forget_attempts(session, attempt.account_key)
    if attempt.address_key is not None:
        await throttle.forgive_attempt(session, attempt.address_key)


async def forget_account(session: AsyncSession, purpose: Purpose, email: str) -> None:
    """Starts counting the account's attempts afresh."""
    await throttle.forget_attempts(session, _account_key(purpose, email))


def _account_key(purpose: Purpose, email: str) -> bytes:
    return throttle_key(f"{purpose}/account", email_key(email))
