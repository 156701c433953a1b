"""The suite behind `make test`: every part to its end, honest results, nothing left running."""

import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from checks.suite import coverage_gate
from checks.suite.__main__ import main, run_phases
from checks.suite.coverage_gate import figures_of
from checks.suite.outcome import Outcome, Running, run
from checks.suite.parts import PLANS, Part, Phase
from checks.suite.skips import describe, read_skips
from checks.suite.summary import summary
from checks.system_packages import SystemPackage

from tests.checks.conftest import Repository


def _part(name: str, code: str, *, seconds: float = 30, closing: str | None = None) -> Part:
    return Part(name, (sys.executable, "-c", code), seconds=seconds, closing=closing)


def _ends(pid: int, *, within: float) -> bool:
    """Wait for a process that is not ours; one that nobody has buried yet has ended too."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_all_parts_run_in_order_also_after_a_failure(tmp_path: Path) -> None:
    first = Phase((_part("a", "raise SystemExit(3)"), _part("b", "print('fine')")), at_once=2)
    outcomes = list(run_phases([first, Phase((_part("c", "print('late')"),))], tmp_path))
    assert [(outcome.part.name, outcome.code, outcome.passed) for outcome in outcomes] == [
        ("a", 3, False),
        ("b", 0, True),
        ("c", 0, True),
    ]
    assert outcomes[1].output == "fine\n"


def test_a_part_that_hangs_is_ended_with_its_children_and_counts_as_failed(tmp_path: Path) -> None:
    child = "import time; time.sleep(600)"
    code = (
        "import subprocess, sys, time\n"
        f"print(subprocess.Popen([sys.executable, '-c', {child!r}]).pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    outcome = run(_part("slow", code, seconds=2), tmp_path, Running())
    assert not outcome.passed
    assert outcome.closing == "ended after its limit of 2 s"
    assert _ends(int(outcome.output.split()[0]), within=10)


_TEMPORARY = "import os, tempfile; print(tempfile.gettempdir()); print(os.stat(tempfile.mkstemp()[1]).st_size)"


def test_a_part_works_in_memory_where_there_is_room_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "memory"
    memory.mkdir()
    monkeypatch.setattr("checks.suite.outcome.MEMORY", memory)
    monkeypatch.setattr("checks.suite.outcome.ROOM_BYTES", 1)
    part = replace(_part("tests", _TEMPORARY), in_memory=True)
    place, size = run(part, tmp_path, Running()).output.split()
    assert (Path(place).parent, size) == (memory, "0")
    assert list(memory.iterdir()) == []


@pytest.mark.parametrize(("in_memory", "room"), [(False, 1), (True, 1 << 62)])
def test_a_part_works_where_it_would_by_itself_without_room_or_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, in_memory: bool, room: int
) -> None:
    monkeypatch.setattr("checks.suite.outcome.MEMORY", tmp_path)
    monkeypatch.setattr("checks.suite.outcome.ROOM_BYTES", room)
    part = replace(_part("tests", _TEMPORARY), in_memory=in_memory)
    assert run(part, tmp_path, Running()).output.split()[0] == tempfile.gettempdir()


def test_a_program_that_does_not_exist_is_a_failure_not_a_crash(tmp_path: Path) -> None:
    outcome = run(Part("none", ("no-such-program",)), tmp_path, Running())
    assert not outcome.passed
    assert "no-such-program" in outcome.output


def test_the_closing_line_is_the_last_that_matches_without_its_ruling(tmp_path: Path) -> None:
    code = r"print('1 passed in 1s\n===== 2 passed in 1.50s =====\nbye')"
    outcome = run(_part("tests", code, closing=r"\d+ passed.* in"), tmp_path, Running())
    assert outcome.closing == "2 passed in 1.50s"


def test_parts_are_asked_not_to_write_colours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    code = "import os; print(os.environ['NO_COLOR'], os.environ.get('FORCE_COLOR'))"
    assert run(_part("colours", code), tmp_path, Running()).output == "1 None\n"


def test_the_summary_names_what_failed_and_ends_with_the_tests_own_words() -> None:
    tests = Outcome(_part("tests", "", closing="passed"), 0, 12.0, "7 passed in 12s")
    lint = Outcome(_part("lint", ""), 1, 0.5, "bad")
    lines = summary([lint, tests], ["Missing here: chromium"], 13.0)
    assert lines[2].startswith("FAILED  lint")
    assert lines[3] == "ok      tests          12.0 s  7 passed in 12s"
    assert "Missing here: chromium" in lines
    assert lines[-2:] == ["tests: 7 passed in 12s", "Failed: lint, in 13 s."]
    assert summary([tests], [], 13.0)[-1] == "Everything passed, in 13 s."


def test_skipped_tests_are_counted_by_reason_and_the_missing_package_is_named(repository: Repository) -> None:
    skipped = '<skipped type="pytest.skip" message="needs redis-server" />'
    repository.write(
        "report.xml", f"<testsuites><testcase>{skipped}</testcase><testcase>{skipped}</testcase></testsuites>"
    )
    skips = read_skips(repository.root / "report.xml")
    assert skips == Counter({"needs redis-server": 2})
    packages = [
        SystemPackage("redis-server", "false", "tests of replicas"),
        SystemPackage("make", "true", "all"),
    ]
    assert describe(skips, packages) == [
        "Skipped: 2 tests",
        "  2 × needs redis-server",
        "Missing here: redis-server, for tests of replicas",
        "To have everything run: apt-get install redis-server",
    ]


def test_without_a_report_nothing_is_said_about_skips(tmp_path: Path) -> None:
    assert describe(read_skips(tmp_path / "none.xml"), []) == []


def test_coverage_counts_lines_and_branches_apart_and_together() -> None:
    figures = figures_of({"covered_lines": 90, "missing_lines": 10, "covered_branches": 15, "missing_branches": 5})
    assert (figures.lines, figures.branches, figures.together) == (90.0, 75.0, 87.5)


def test_what_one_process_has_not_run_another_may_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, (done, missed) in enumerate([([1, 2], [3]), ([1, 3], [2])]):
        lines = {"executed_lines": done, "missing_lines": missed, "executed_branches": [], "missing_branches": [[1, 3]]}
        report = {"meta": {"software": "slipcover", "branch_coverage": True}, "files": {"src/a.py": lines}}
        (tmp_path / f"gw{number}.json").write_text(json.dumps(report), encoding="utf-8")
    assert coverage_gate.main(tmp_path, tmp_path / "whole") == 1
    said = capsys.readouterr().out
    assert "src/a.py" in said
    assert said.endswith("Coverage of src: lines 100.0 %, branches 0.0 %, together 75.0 % (floor 90 %)\n")


def test_no_report_is_no_success(tmp_path: Path) -> None:
    assert coverage_gate.main(tmp_path, tmp_path / "whole") == 1


def test_a_failure_is_named_before_the_run_has_ended(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text("def test_fails():\n    assert 1 == 2, 'because'\n", encoding="utf-8")
    code = f"import pytest; pytest.main(['-q', '-n', '1', '-p', 'checks.suite.telling', '{tmp_path}'])"
    said = run(Part("told", (sys.executable, "-c", code), seconds=60), tmp_path, Running()).output
    told = said.index("call failed: test_it.py::test_fails\n    AssertionError: because\n")
    assert told < said.index("FAILURES")


def test_the_plans_have_every_part_once() -> None:
    names = [part.name for phase in PLANS["test"] for part in phase.parts]
    assert len(names) == len(set(names))
    assert {"tests", "coverage", "web build", "web tests"} <= set(names)
    lint = [part.name for phase in PLANS["lint"] for part in phase.parts]
    assert lint == names[: len(lint)]


def test_an_unknown_plan_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["everything"]) == 2
    assert "lint|test" in capsys.readouterr().out
