"""By which analysis terms were made: a number, to be kept with what was indexed (docs/decisions/0053)."""

from typing import Final

# It grows with each release in which texts come to other terms; what has a smaller one is to be taken apart anew.
# 1: all up to the release that began to count.
ANALYSIS: Final = 2
