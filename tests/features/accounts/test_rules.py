"""Tokens, addresses and roles, without a database."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.features.accounts.rules import (
    API_KEY_PREFIX,
    INVITATION_PREFIX,
    REFRESH_PREFIX,
    RESET_PREFIX,
    build_token,
    may_decide_about,
    organization_of,
    successor_of,
    throttled_address,
)
from convosphere.features.accounts.types import Role
from convosphere.platform.security import new_token
from convosphere.platform.telemetry.redaction import redact_text

KEY = bytes(32)


@given(organization=st.uuids())
def test_a_token_tells_its_organisation(organization: UUID) -> None:
    token = build_token(API_KEY_PREFIX, organization, new_token())
    assert token.startswith("csk_")
    assert len(token) == 69
    assert organization_of(token, API_KEY_PREFIX) == organization
    assert organization_of(token, REFRESH_PREFIX) is None


@pytest.mark.parametrize("prefix", [API_KEY_PREFIX, REFRESH_PREFIX, RESET_PREFIX, INVITATION_PREFIX])
def test_no_token_is_readable_in_a_log(prefix: str) -> None:
    token = build_token(prefix, uuid4(), new_token())
    assert token[10:] not in redact_text(f"GET /invite/{token} 200")


@given(text=st.text(max_size=80))
def test_other_texts_tell_none(text: str) -> None:
    assert organization_of(text, API_KEY_PREFIX) is None
    assert organization_of(API_KEY_PREFIX + text, API_KEY_PREFIX) is None or len(text) == 65


def test_a_successor_is_always_the_same_and_only_the_key_leads_to_it() -> None:
    organization = uuid4()
    token = build_token(REFRESH_PREFIX, organization, new_token())
    successor = successor_of(token, organization, KEY)
    assert successor == successor_of(token, organization, KEY)
    assert successor != successor_of(token, organization, bytes([1]) * 32)
    assert successor_of(successor, organization, KEY) not in {token, successor}
    assert organization_of(successor, REFRESH_PREFIX) == organization


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_what_counts_as_one_place(address: str, place: str) -> None:
    assert throttled_address(address) == place


def test_owners_decide_about_everybody_others_not_about_owners() -> None:
    assert may_decide_about(Role.OWNER, Role.OWNER, Role.GUEST)
    assert may_decide_about(Role.ADMIN, Role.ADMIN, Role.MEMBER)
    assert not may_decide_about(Role.ADMIN, Role.OWNER, Role.MEMBER)
    assert not may_decide_about(Role.ADMIN, Role.MEMBER, Role.OWNER)
