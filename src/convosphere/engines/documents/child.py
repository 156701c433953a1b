"""The child's side: `python -I -m convosphere.engines.documents.child`, an order on stdin, a report in a file.

It sets its own limits before it opens the file. Whatever goes wrong below is a report with a fault, or the end of
this process; both are the file's fault and nobody else's.
"""

import ctypes
import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from convosphere.engines.documents.types import (
    NO_ROOM,
    NO_ROOM_SAID,
    REPORT,
    Fault,
    Limits,
    UnpackLimits,
    UnreadableError,
)
from convosphere.platform.disk import FULL

Task = Literal["read", "render", "unpack"]

_MEGABYTE = 1024 * 1024
_OPEN_FILES = 64
# Linux: a network of one's own, in which there is nothing.
_NEW_NETWORK = 0x40000000


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with which file, within which limits. `given`: what else the task needs."""

    task: Task
    path: Path
    limits: Limits | UnpackLimits
    given: dict[str, Any]


def main() -> None:
    """Follows one order, writes one report."""
    order = _order(orjson.loads(sys.stdin.buffer.read()))
    _restrict(order)
    leave_network()
    report = orjson.dumps(report_on(order))
    try:
        (order.path.parent / REPORT).write_bytes(report)
    except OSError as error:
        os._exit(NO_ROOM if error.errno in FULL else 1)
    # At once: libraries may still have threads of their own, and the interpreter's end waits for none of them.
    os._exit(0)


def report_on(order: Order) -> dict[str, Any]:
    """The report on a file: what was found and made as JSON, or the fault."""
    try:
        return _follow(order)
    except UnreadableError as error:
        return {"fault": error.fault, "detail": error.detail}
    except OSError as error:
        # Not the file's fault: there is no room for what is made of it.
        fault = NO_ROOM_SAID if error.errno in FULL else Fault.DAMAGED
        return {"fault": fault, "detail": f"{type(error).__name__}: {error}"[:500]}
    except MemoryError:
        return {"fault": Fault.TOO_MUCH_INSIDE, "detail": "out of memory"}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file made a library raise is a report about that file
        return {"fault": Fault.DAMAGED, "detail": f"{type(error).__name__}: {error}"[:500]}


def _follow(order: Order) -> dict[str, Any]:
    # After the limits: the libraries that read formats are loaded within them.
    limits = order.limits
    if isinstance(limits, UnpackLimits):
        from convosphere.engines.documents.formats.archives import unpack  # noqa: PLC0415 - see above

        return {"members": unpack(order.path, limits)}
    if order.task == "render":
        from convosphere.engines.documents.formats.pages import render_page  # noqa: PLC0415 - see above

        return render_page(order.path, limits, **order.given)
    from convosphere.engines.documents.formats import examine  # noqa: PLC0415 - see above

    return examine(order.path, order.given["name"], limits)


def leave_network() -> bool:
    """Leaves the network, where the system lets this process (Linux, as root or with CAP_SYS_ADMIN)."""
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    return unshare is not None and unshare(_NEW_NETWORK) == 0


def _order(value: dict[str, Any]) -> Order:
    limits = UnpackLimits(**value["limits"]) if value["task"] == "unpack" else Limits(**value["limits"])
    return Order(value["task"], Path(value["path"]), limits, value["given"])


def _restrict(order: Order) -> None:
    limits = order.limits
    memory = limits.memory_mb * _MEGABYTE
    seconds = int(limits.seconds) + 1
    # A picture can grow when it is written anew, texts are bounded by themselves.
    most_written = 2 * order.path.stat().st_size + 64 * _MEGABYTE
    if isinstance(limits, UnpackLimits):
        most_written = limits.member_bytes + 64 * _MEGABYTE
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, most_written),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        # Never above what this process was given.
        _, ceiling = resource.getrlimit(kind)
        allowed = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(kind, (allowed, allowed))


if __name__ == "__main__":
    main()
