"""The parts of the suite: which commands run, in which order, and for how long at most."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCRATCH = ROOT / ".make"
TEST_REPORT = SCRATCH / "python-tests.xml"
SOURCES = (ROOT / "src" / "convosphere", ROOT / "clients" / "python" / "src" / "convosphere_client")
# What each process has run, and all of it together.
COVERAGE_FOLDER = SCRATCH / "coverage"
COVERAGE_REPORT = SCRATCH / "coverage.json"
COVERAGE_FLOOR = 90

_BIN = Path(sys.executable).parent
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """A command with a name.

    `seconds` is its limit: a part that hangs is ended and counts as failed. `closing` matches the line of its
    output that says how it went; the summary shows the last one. `in_memory`: its temporary files lie in memory
    if there is room.
    """

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    seconds: float = 5 * _MINUTE
    closing: str | None = None
    in_memory: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """Parts that may run beside each other, `at_once` at a time."""

    parts: tuple[Part, ...]
    at_once: int = 1


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(_BIN / name), *arguments)


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


_WEB = ROOT / "web"

LINT = Phase(
    (
        # It takes as long as all others together.
        Part("web lint", ("npm", "run", "--silent", "lint"), _WEB),
        Part("types", _tool("mypy")),
        Part("web types", ("npm", "run", "--silent", "typecheck"), _WEB),
        Part("rules", _python("-m", "checks")),
        Part("lint", _tool("ruff", "check", "--output-format=concise", ".")),
        Part("format", _tool("ruff", "format", "--check", ".")),
        Part("layers", _tool("lint-imports", "--no-cache", "--no-logo")),
    ),
    at_once=2,
)

# The browser tests need the built client, so it comes first. Some tests mostly wait, so three processes for two cores
# keep the cores busy; with a fourth they spend a sixth more, on loading and measuring the same modules once more.
TEST = (
    Phase((Part("web build", ("make", "--no-print-directory", "web")),)),
    Phase(
        (
            Part(
                "tests",
                _tool(
                    "pytest",
                    f"--numprocesses={-(-3 * (os.cpu_count() or 1) // 2)}",
                    "--dist=loadfile",
                    # As collected, the long acceptance files first: one of them at the end would keep all waiting.
                    "--no-loadscope-reorder",
                    "-p",
                    "checks.suite.measuring",
                    "-p",
                    "checks.suite.telling",
                    f"--junitxml={TEST_REPORT}",
                    "--quiet",
                ),
                seconds=12 * _MINUTE,
                closing=r"\d+ (?:passed|failed|error|skipped).* in [\d.]+s",
                # A hundred databases of their own, each written anew: a slow disk would take a third of the time.
                in_memory=True,
            ),
        )
    ),
    Phase((Part("coverage", _python("-m", "checks.suite.coverage_gate"), closing=r"^Coverage"),)),
    Phase((Part("web tests", ("npm", "run", "--silent", "test"), _WEB, closing=r"^\s*Tests\s+\d+"),)),
)

PLANS: dict[str, tuple[Phase, ...]] = {"lint": (LINT,), "test": (LINT, *TEST)}
