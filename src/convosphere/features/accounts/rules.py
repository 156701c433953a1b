"""What holds about tokens, roles and throttling, without I/O and clock."""

import base64
import binascii
import hmac
import re
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Final
from uuid import UUID

from convosphere.features.accounts.types import ADMINISTRATORS, EVERYONE, STAFF, Role

PERMISSIONS: Final = {
    "account.read": EVERYONE,
    # Profile, password and sessions of one's own. No scope covers it: keys read accounts, people change them.
    "account.manage": EVERYONE,
    "api_keys.own": STAFF,
    # Everybody's, without their secrets: to see who reaches in from outside, to limit it and to end it.
    "api_keys.manage": ADMINISTRATORS,
    "people.read": ADMINISTRATORS,
    "people.manage": ADMINISTRATORS,
    "invitations.manage": ADMINISTRATORS,
    # Names and addresses of colleagues, to open something to them: not for guests.
    "people.find": STAFF,
    "groups.read": STAFF,
    "groups.manage": ADMINISTRATORS,
    "organization.read": EVERYONE,
    "organization.manage": ADMINISTRATORS,
}

# Groups of an organisation; each request looks up those of its person.
MAX_GROUPS: Final = 1000

API_KEY_PREFIX: Final = "csk_"
REFRESH_PREFIX: Final = "csr_"
RESET_PREFIX: Final = "csp_"
INVITATION_PREFIX: Final = "csi_"

# A refresh token that was replaced within this time may come again: another tab, or an answer that got lost.
REFRESH_GRACE: Final = timedelta(seconds=10)
# `last_used_at` of sessions and keys is as exact as this, so that reading costs no write.
LAST_USED_PRECISION: Final = timedelta(minutes=1)
THROTTLE_WINDOW: Final = timedelta(minutes=15)
INVITATION_LIFETIME: Final = timedelta(days=7)
MAILED_RESET_LIFETIME: Final = timedelta(hours=1)
# Handed over by a person, perhaps the next morning.
HANDED_RESET_LIFETIME: Final = timedelta(hours=24)

_TOKEN = re.compile(r"(?P<prefix>cs[a-z]_)(?P<organization>[A-Za-z0-9_-]{22})(?P<secret>[A-Za-z0-9_-]{43})")


def build_token(prefix: str, organization_id: UUID, secret: str) -> str:
    """A token that tells its organisation: prefix, 22 characters of organisation, 43 of secret (256 bits)."""
    return prefix + _encode(organization_id.bytes) + secret


def organization_of(token: str, prefix: str) -> UUID | None:
    """The organisation that a token of ours names; None: it does not have the form."""
    match = _TOKEN.fullmatch(token)
    if match is None or match["prefix"] != prefix:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(match["organization"] + "=="))
    except (binascii.Error, ValueError):
        return None


def successor_of(token: str, organization_id: UUID, key: bytes) -> str:
    """The refresh token that replaces `token`: always the same one, and only the server's key leads to it."""
    secret = _encode(hmac.digest(key, token.encode(), sha256))
    return build_token(REFRESH_PREFIX, organization_id, secret)


def email_key(email: str) -> str:
    """The form in which e-mail addresses are compared."""
    return email.lower()


def throttle_key(kind: str, value: str) -> bytes:
    """What a counter is stored under; addresses and e-mails themselves are not kept."""
    return sha256(f"{kind}:{value}".encode("utf-8", "surrogatepass")).digest()


def throttled_address(address: str) -> str:
    """What counts as one place on the network: an IPv4 address, or the /64 that one IPv6 customer has for free."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return address
    return str(ip_network((parsed, 64), strict=False))


def seconds_left(window_started_at: datetime, now: datetime) -> float:
    """Until a throttle's window is over."""
    return (window_started_at + THROTTLE_WINDOW - now).total_seconds()


def may_decide_about(actor: Role, *affected: Role) -> bool:
    """Whether someone in the role `actor` may give or take the roles `affected`: owners are the owners' matter."""
    return actor is Role.OWNER or Role.OWNER not in affected


def _encode(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
