"""`python -m checks.suite.coverage_gate`: say how much of `src` the tests ran, and fail below the floor."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from checks.process import capture
from checks.suite.parts import COVERAGE_FLOOR, COVERAGE_REPORT, ROOT

_SECONDS = 120.0


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


def _share(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 100.0


def read_figures(report: Path) -> Figures:
    """Return the figures of a report that `coverage json` wrote."""
    totals = json.loads(report.read_text(encoding="utf-8"))["totals"]
    lines, branches = totals["covered_lines"], totals["covered_branches"]
    all_lines, all_branches = totals["num_statements"], totals["num_branches"]
    return Figures(
        _share(lines, all_lines),
        _share(branches, all_branches),
        _share(lines + branches, all_lines + all_branches),
    )


def main(root: Path = ROOT, report: Path = COVERAGE_REPORT) -> int:
    """Print the figures, below the floor also the lines that no test runs; return the exit code."""
    coverage = str(Path(sys.executable).parent / "coverage")
    code, output, errors = capture([coverage, "json", "--quiet", "-o", str(report)], cwd=root, seconds=_SECONDS)
    if code != 0:
        print(output + errors)
        return code
    figures = read_figures(report)
    if figures.together < COVERAGE_FLOOR:
        _, listing, _ = capture([coverage, "report"], cwd=root, seconds=_SECONDS)
        print(listing)
    print(figures)
    return int(figures.together < COVERAGE_FLOOR)


if __name__ == "__main__":
    sys.exit(main())
