"""Cursors: what goes in comes out; what is none of ours is a precise problem, never a failure."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.platform.database import decode_cursor, encode_cursor
from convosphere.platform.errors import InvalidInputError

ROW = "0198f3c2-a1b2-7d3e-8f4a-5b6c7d8e9f00"

zones = st.timezones() | st.just(UTC) | st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m)))
times = st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=zones)  # noqa: DTZ001 - bounds have no zone


@given(times.filter(lambda at: at.astimezone(UTC).astimezone(at.tzinfo) == at), st.uuids())
def test_what_goes_in_comes_out(at: datetime, row_id: UUID) -> None:
    cursor = encode_cursor(at, row_id)
    found_at, found_id = decode_cursor(cursor)
    assert (found_at, found_id) == (at.astimezone(UTC), row_id)
    assert found_at.utcoffset() == timedelta(0)
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&?# "), "it goes into an address as it is"
    assert len(cursor) <= 200, "routes take no longer ones"


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def refused(cursor: str) -> bool:
    """Whether it is refused, as it should be; whatever else is raised fails the test."""
    try:
        decode_cursor(cursor)
    except InvalidInputError as error:
        return error.field == "query.cursor"
    return False


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_text_is_refused(text: str) -> None:
    assert refused(text)


@given(json_values | st.lists(json_values, min_size=2, max_size=2))
def test_any_other_json_is_refused(value: object) -> None:
    assert refused(encoded(value))


@pytest.mark.parametrize(
    "value",
    [
        [],
        ["2026-01-01T00:00:00Z"],
        ["2026-01-01T00:00:00Z", ROW, ROW],
        [ROW, "2026-01-01T00:00:00Z"],
        ["2026-13-01T00:00:00Z", ROW],
        ["2026-01-01T00:00:00Z", ROW[:-1]],
        ["2026-01-01T00:00:00Z", 7],
        [1_767_225_600, ROW],
        {"at": "2026-01-01T00:00:00Z", "id": ROW},
        "2026",
        None,
    ],
)
def test_almost_a_cursor_is_none(value: object) -> None:
    assert refused(encoded(value))


def test_one_that_was_cut_or_changed_is_refused() -> None:
    cursor = encode_cursor(datetime(2026, 1, 1, tzinfo=UTC), UUID(ROW))
    assert not refused(cursor)
    for length in range(len(cursor) - 1):
        assert refused(cursor[:length])
    assert refused("!" + cursor[1:])


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_time_beyond_all_times_is_refused(at: str) -> None:
    assert refused(encoded([at, ROW]))
