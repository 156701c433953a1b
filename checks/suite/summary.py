"""The last screen of a run: each part's result, and what the reader has to know."""

from collections.abc import Sequence

from checks.suite.outcome import Outcome

_WIDTH = 12


def headline(outcome: Outcome) -> str:
    """Return one line: how the part went, how long it took, what it says itself."""
    result = "ok    " if outcome.passed else "FAILED"
    line = f"{result}  {outcome.part.name:<{_WIDTH}} {outcome.seconds:6.1f} s  {outcome.closing}"
    return line.rstrip()


def summary(outcomes: Sequence[Outcome], remarks: Sequence[str], seconds: float) -> list[str]:
    """Return the summary's lines; the last ones repeat the tests' own closing line and the verdict."""
    failed = [outcome.part.name for outcome in outcomes if not outcome.passed]
    lines = ["", "Summary", *(headline(outcome) for outcome in outcomes)]
    if remarks:
        lines += ["", *remarks]
    lines.append("")
    lines += [
        f"{outcome.part.name}: {outcome.closing}" for outcome in outcomes if outcome.part.closing and outcome.closing
    ]
    verdict = f"Failed: {', '.join(failed)}" if failed else "Everything passed"
    lines.append(f"{verdict}, in {seconds:.0f} s.")
    return lines
