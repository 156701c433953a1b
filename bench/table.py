"""Prints a measurement beside its budget."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement; `budget` None: for comparison only. Smaller is better unless `at_least`.

    `slowness`: how many times slower this machine is than the one on which the budget holds as it is written.
    """

    name: str
    value: float
    unit: str
    budget: float | None = None
    at_least: bool = False
    slowness: float = 1.0

    @property
    def met(self) -> bool:
        """Whether the budget is kept, at this machine's pace."""
        return self._within(self.slowness)

    @property
    def verdict(self) -> str:
        """Budget and outcome in words; nothing where there is no budget."""
        if self.budget is None:
            return ""
        sign, way = ("≥", "÷") if self.at_least else ("≤", "×")
        budget = f"budget {sign} {self.budget:g} {self.unit}"
        if self._within(1.0):
            return f"{budget}   met"
        pace = f"{budget} {way} {self.slowness:.2f}" if self.slowness > 1 else budget
        return f"{pace}   met at this machine's pace" if self.met else f"{pace}   NOT MET"

    def _within(self, slowness: float) -> bool:
        if self.budget is None:
            return True
        return self.value * slowness >= self.budget if self.at_least else self.value <= self.budget * slowness


def show(title: str, rows: Sequence[Row]) -> None:
    """A table on standard output."""
    width = max(len(row.name) for row in rows)
    print(f"\n{title}")
    for row in rows:
        print(f"  {row.name:<{width}}  {row.value:>9.3f} {row.unit:<5}   {row.verdict}".rstrip())


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
