"""`python -m checks.suite.coverage_gate`: say how much of our code the tests ran, and fail below the floor."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import slipcover

from checks.suite.parts import COVERAGE_FLOOR, COVERAGE_FOLDER, COVERAGE_REPORT


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares in percent: lines run, branches taken, and both counted together."""

    lines: float
    branches: float
    together: float

    def __str__(self) -> str:
        return (
            f"Coverage of src: lines {self.lines:.1f} %, branches {self.branches:.1f} %, "
            f"together {self.together:.1f} % (floor {COVERAGE_FLOOR} %)"
        )


def _share(run: int, missed: int) -> float:
    return 100.0 * run / (run + missed) if run + missed else 100.0


def figures_of(summary: Mapping[str, int]) -> Figures:
    """The figures of a report's summary."""
    lines, missing_lines = summary["covered_lines"], summary["missing_lines"]
    branches, missing_branches = summary["covered_branches"], summary["missing_branches"]
    return Figures(
        _share(lines, missing_lines),
        _share(branches, missing_branches),
        _share(lines + branches, missing_lines + missing_branches),
    )


def merged(reports: Iterable[Path]) -> dict[str, Any] | None:
    """One report of the reports of several processes; None: there is none."""
    whole: dict[str, Any] | None = None
    for report in reports:
        one = json.loads(report.read_text(encoding="utf-8"))
        if whole is None:
            whole = one
        else:
            slipcover.merge_coverage(whole, one)
    return whole


def main(folder: Path = COVERAGE_FOLDER, report: Path = COVERAGE_REPORT) -> int:
    """Print the figures, below the floor also the lines that no test runs; return the exit code."""
    whole = merged(sorted(folder.glob("*.json")))
    if whole is None:
        print("No process has written down what it ran: were there any tests?")
        return 1
    report.write_text(json.dumps(whole), encoding="utf-8")
    figures = figures_of(whole["summary"])
    if figures.together < COVERAGE_FLOOR:
        slipcover.print_coverage(whole, outfile=sys.stdout, skip_covered=True)
    print(figures)
    return int(figures.together < COVERAGE_FLOOR)


if __name__ == "__main__":
    sys.exit(main())
