"""Prints a measurement beside its budget."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement; `budget` None: for comparison only. Smaller is better unless `at_least`."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the budget is kept."""
        if self.budget is None:
            return True
        return self.value >= self.budget if self.at_least else self.value <= self.budget


def show(title: str, rows: Sequence[Row]) -> None:
    """A table on standard output."""
    width = max(len(row.name) for row in rows)
    print(f"\n{title}")
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        budget = "" if row.budget is None else f"   budget {sign} {row.budget:g} {row.unit}"
        verdict = "" if row.budget is None else ("   met" if row.met else "   NOT MET")
        print(f"  {row.name:<{width}}  {row.value:>9.3f} {row.unit:<5}{budget}{verdict}")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
