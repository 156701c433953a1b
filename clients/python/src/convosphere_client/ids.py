"""Ids of the client's making: a request that carries one can be sent twice and still does its work once."""

import os
import time
from typing import Final
from uuid import UUID

_VERSION_AND_VARIANT: Final = 0x7 << 76 | 0b10 << 62
_RANDOM: Final = (1 << 12) - 1 << 64 | (1 << 62) - 1


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): such ids ascend with time, which the server's indexes like."""
    moment = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    return UUID(int=moment | _VERSION_AND_VARIANT | int.from_bytes(os.urandom(10), "big") & _RANDOM)
