"""`python -m bench [boot|budgets|chat|reconnect|search|knowledge …] [--adapter openai|anthropic|litellm …]`: all of it,
or the parts named; the chat through one adapter or several.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bench import boot, budgets, chat, knowledge, knowledge_intake, knowledge_memory, reconnect, search
from bench.adapters import ADAPTERS
from bench.table import Row


async def _knowledge() -> list[Row]:
    """What takes minutes comes last."""
    return [*await knowledge_intake.measure(), *await knowledge_memory.measure(), *await knowledge.measure()]


PARTS: dict[str, Callable[[], Awaitable[list[Row]]]] = {
    "boot": boot.measure,
    "budgets": budgets.measure,
    "chat": chat.measure,
    "reconnect": reconnect.measure,
    "search": search.measure,
    "knowledge": _knowledge,
}


async def main(arguments: Sequence[str]) -> int:
    """Runs the parts; 1 if a budget is not met."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="part", help=", ".join(PARTS))
    parser.add_argument(
        "--adapter", action="append", choices=list(ADAPTERS), help="for the chat; openai if none is named"
    )
    wanted = parser.parse_args(arguments)
    parts = PARTS | {"chat": partial(chat.measure, wanted.adapter or ["openai"])}
    rows = [row for name in wanted.parts or list(PARTS) for row in await parts[name]()]
    missed = [row.name for row in rows if not row.met]
    print(f"\n{len(rows)} figures, {len(missed)} budgets not met" + "".join(f"\n  {name}" for name in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(sys.argv[1:])))
