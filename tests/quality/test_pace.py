"""How the bench judges: by the budgets as they are written, and by how much slower this machine is."""

import pytest
from bench.pace import Yardstick
from bench.table import Row

TIME = Yardstick(2.0)
RATE = Yardstick(1_000, rate=True)


@pytest.mark.parametrize(("yardstick", "here", "slowness"), [(TIME, 3.0, 1.5), (RATE, 500, 2.0)])
def test_a_slower_machine_is_given_as_much_more_time(yardstick: Yardstick, here: float, slowness: float) -> None:
    assert yardstick.slowness(here) == slowness


@pytest.mark.parametrize(("yardstick", "here"), [(TIME, 1.0), (RATE, 2_000)])
def test_a_faster_machine_is_held_to_what_is_written(yardstick: Yardstick, here: float) -> None:
    assert yardstick.slowness(here) == 1.0


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("start", 2.5, "s", 2.5), "budget ≤ 2.5 s   met"),
        (Row("start", 2.6, "s", 2.5), "budget ≤ 2.5 s   NOT MET"),
        (Row("start", 2.6, "s", 2.5, slowness=1.1), "budget ≤ 2.5 s × 1.10   met at this machine's pace"),
        (Row("start", 2.8, "s", 2.5, slowness=1.1), "budget ≤ 2.5 s × 1.10   NOT MET"),
        (Row("list", 350, "1/s", 350, at_least=True), "budget ≥ 350 1/s   met"),
        (Row("list", 200, "1/s", 350, at_least=True), "budget ≥ 350 1/s   NOT MET"),
        (
            Row("list", 200, "1/s", 350, at_least=True, slowness=2),
            "budget ≥ 350 1/s ÷ 2.00   met at this machine's pace",
        ),
        (Row("list", 170, "1/s", 350, at_least=True, slowness=2), "budget ≥ 350 1/s ÷ 2.00   NOT MET"),
    ],
)
def test_what_is_met_only_at_its_pace_is_said_to_be(row: Row, verdict: str) -> None:
    assert row.verdict == verdict
    assert row.met is ("NOT" not in verdict)


def test_what_is_only_compared_has_no_verdict() -> None:
    row = Row("stop", 100, "s")
    assert row.met
    assert row.verdict == ""
