"""What the fake provider keeps of each request, for tests to look at."""

import asyncio
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Recorded:
    """A request that arrived. `outcome`: "running", "sent", "refused", or "left" when the reader went away."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    outcome: str = "running"
    ended: asyncio.Event = field(default_factory=asyncio.Event)
