"""What `convosphere doctor` finds: one finding a check."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from convosphere.platform.settings import Settings


class Verdict(Enum):
    """How a check ended; only BAD fails the command."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw, and what to do about it."""

    name: str
    verdict: Verdict
    says: str
    mend: str = ""


Check = Callable[[Settings], Awaitable[Finding]]
