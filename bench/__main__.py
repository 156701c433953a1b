"""`python -m bench [boot|budgets|chat|search …]`: all of it, or the parts named."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from bench import boot, budgets, chat, search
from bench.table import Row

PARTS: dict[str, Callable[[], Awaitable[list[Row]]]] = {
    "boot": boot.measure,
    "budgets": budgets.measure,
    "chat": chat.measure,
    "search": search.measure,
}


async def main(names: list[str]) -> int:
    """Runs the parts; 1 if a budget is not met."""
    rows = [row for name in names or list(PARTS) for row in await PARTS[name]()]
    missed = [row.name for row in rows if not row.met]
    print(f"\n{len(rows)} figures, {len(missed)} budgets not met" + "".join(f"\n  {name}" for name in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(sys.argv[1:])))
