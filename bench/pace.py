"""How fast this machine is in these minutes, beside the one on which the budgets were reached (ADR 0057).

Machines differ by half, and shared ones from hour to hour by three times. A yardstick is the least program that does
work of one kind: no rights, no checks, nothing kept. What it takes here says how much longer than there the product may
take for work of that kind.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Yardstick:
    """`reference`: what it took on the machine where the budgets hold as they are written."""

    reference: float
    # More is faster.
    rate: bool = False

    def slowness(self, here: float) -> float:
        """How many times slower this machine is, from what the yardstick took here; 1 for one that is faster."""
        return max(1.0, self.reference / here if self.rate else here / self.reference)


# Milliseconds of a page of a list, requested from `bench.bare`; requests a second, ten at once.
PAGE: Final = Yardstick(1.1)
PAGES: Final = Yardstick(2_530, rate=True)
# Processor seconds for 1,000 tokens through `bench.relay`.
RELAY: Final = Yardstick(0.061)
# Milliseconds of a transaction of one row, on the disk when it ends.
COMMIT: Final = Yardstick(0.5)
# Seconds until `bench.bare_start` has loaded what any such server needs, and PostgreSQL runs.
START: Final = Yardstick(0.9)
