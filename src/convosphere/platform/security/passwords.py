"""Password hashes: argon2id (RFC 9106) off the event loop, never more at once than memory and cores allow."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

# 32 MiB, three passes, one lane: above the floor OWASP names (19 MiB, two passes), tens of milliseconds on
# one core.
_MEMORY_KIB = 32 * 1024
_PASSES = 3


class PasswordHasher:
    """Hashes and checks passwords in threads of its own; `concurrency` of them bound CPU and memory.

    Passwords are compared in Unicode form NFC, so that the same one typed on another system is the same.
    """

    def __init__(self, *, memory_kib: int = _MEMORY_KIB, passes: int = _PASSES, concurrency: int = 2) -> None:
        self._argon2 = argon2.PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="password")

    async def hash(self, password: str) -> str:
        """The password's hash in PHC string format, with a new salt."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is the one behind `stored`.

        `stored=None` (no such account) takes as long as a wrong password, so that time tells nothing.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._verify, stored, password)

    def needs_rehash(self, stored: str) -> bool:
        """Whether `stored` was made with other parameters than today's."""
        return self._argon2.check_needs_rehash(stored)

    def close(self) -> None:
        """Lets the threads end once the hashes under way are done."""
        self._threads.shutdown(wait=False)

    @cached_property
    def _nobody(self) -> str:
        """A hash that no password matches on purpose; made with today's parameters, so it costs the same."""
        return self._argon2.hash(b"nobody")

    def _hash(self, password: str) -> str:
        return self._argon2.hash(_normalised(password))

    def _verify(self, stored: str | None, password: str) -> bool:
        try:
            self._argon2.verify(self._nobody if stored is None else stored, _normalised(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


def _normalised(password: str) -> bytes:
    # A lone surrogate is no valid text but a possible JSON string: it must fail as a wrong password does.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
