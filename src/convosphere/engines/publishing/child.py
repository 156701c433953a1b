"""The child's side: `python -I -m convosphere.engines.publishing.child`, an order a line, an answer a line.

Layout takes seconds of processor and tens of megabytes of libraries; in here neither is the server's.
"""

import resource
import sys
from pathlib import Path
from typing import Any

import orjson

from convosphere.engines.publishing.types import Enclosure, Format, Paper, Part

_MEGABYTE = 1024 * 1024


def main() -> None:
    """Answers every order until there are no more."""
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(orjson.dumps(carry_out(orjson.loads(line))) + b"\n")
        sys.stdout.buffer.flush()


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """Writes one paper; says what went wrong, if something did."""
    # Only now: the libraries are loaded within the limit.
    from convosphere.engines.publishing.formats import write  # noqa: PLC0415 - see above

    try:
        write(_paper(order["paper"]), Format(order["format"]), Path(order["path"]))
    except MemoryError:
        return {"fault": "out of memory"}
    except Exception as error:  # noqa: BLE001 - whatever a strange text made a library raise is this paper's fault alone
        return {"fault": f"{type(error).__name__}: {error}"[:500]}
    return {}


def _paper(value: dict[str, Any]) -> Paper:
    return Paper(
        title=value["title"],
        language=value["language"],
        facts=tuple((name, shown) for name, shown in value["facts"]),
        parts=tuple(_part(part) for part in value["parts"]),
    )


def _part(value: dict[str, Any]) -> Part:
    enclosures = tuple(Enclosure(**each) for each in value["enclosures"])
    return Part(**{**value, "notes": tuple(value["notes"]), "enclosures": enclosures})


def restrict(memory_mb: int) -> None:
    """Takes no more memory than this; never above what this process was given."""
    wanted = memory_mb * _MEGABYTE
    _, ceiling = resource.getrlimit(resource.RLIMIT_AS)
    allowed = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    restrict(int(sys.argv[1]))
    main()
