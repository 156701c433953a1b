"""`python -m checks.suite lint|test`: run all parts, also after a failure; exit 1 if any failed."""

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from checks.suite.outcome import Outcome, Running, run
from checks.suite.parts import PLANS, ROOT, SCRATCH, TEST_REPORT, Phase
from checks.suite.skips import describe, read_skips
from checks.suite.summary import headline, summary
from checks.system_packages import read_list


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _show(outcome: Outcome) -> None:
    """Print a green part in one line, a red one with all it said."""
    if not outcome.passed:
        print(f"\n──── {outcome.part.name} ────\n{outcome.output.rstrip()}\n")
    print(headline(outcome), flush=True)


def run_phases(phases: Sequence[Phase], logs: Path) -> Iterator[Outcome]:
    """Run the phases in order and yield each part's outcome as soon as it is known."""
    running = Running()
    try:
        for phase in phases:
            with ThreadPoolExecutor(phase.at_once) as pool:
                try:
                    yield from pool.map(lambda part: run(part, logs, running), phase.parts)
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    running.end_all()
                    raise
    finally:
        running.end_all()


def main(arguments: Sequence[str]) -> int:
    """Run the plan named in `arguments`; return the exit code."""
    if len(arguments) != 1 or arguments[0] not in PLANS:
        print(f"Usage: python -m checks.suite {'|'.join(PLANS)}")
        return 2
    signal.signal(signal.SIGTERM, _interrupt)
    logs = SCRATCH / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    TEST_REPORT.unlink(missing_ok=True)
    began = time.monotonic()
    outcomes = []
    try:
        for outcome in run_phases(PLANS[arguments[0]], logs):
            outcomes.append(outcome)
            _show(outcome)
    except KeyboardInterrupt:
        print("Interrupted.")
        return 130
    remarks = describe(read_skips(TEST_REPORT), read_list(ROOT)) if arguments[0] == "test" else []
    print("\n".join(summary(outcomes, remarks, time.monotonic() - began)))
    return int(any(not outcome.passed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
