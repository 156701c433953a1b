"""The parent's side: one process for many papers, ended with the block it was opened for."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
import structlog

from convosphere.engines.publishing.types import Format, Paper, PrintingError

_CHILD = "convosphere.engines.publishing.child"

_log = structlog.get_logger(__name__)


class Press:
    """Prints papers one after the other. A paper that kills or stops its process costs itself and nothing else."""

    def __init__(self, *, seconds: float, memory_mb: int) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._process: asyncio.subprocess.Process | None = None

    async def print(self, paper: Paper, form: Format, path: Path) -> None:
        """Writes a paper into a file.

        Raises:
            PrintingError: it could not be written in this form, or not in time.
        """
        order = orjson.dumps({"paper": paper, "format": form, "path": str(path)})
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._ask(order)
        except (TimeoutError, OSError) as error:
            await self.end()
            raise PrintingError("not in time" if isinstance(error, TimeoutError) else str(error)) from None
        if "fault" in answer:
            raise PrintingError(str(answer["fault"])[:500])

    async def _ask(self, order: bytes) -> dict[str, Any]:
        process = await self._started()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both were asked for
        process.stdin.write(order + b"\n")
        await process.stdin.drain()
        line = await process.stdout.readline()
        try:
            answer = orjson.loads(line)
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            await self.end()
            return {"fault": "its process ended"}
        return answer

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                # Isolated: nothing of the environment, nothing from the current folder.
                "-I",
                "-m",
                _CHILD,
                str(self._memory_mb),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                # Keys and passwords are in the environment; laying out a page needs none of it.
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                start_new_session=True,
            )
        return self._process

    async def end(self) -> None:
        """Ends the process; the next paper starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        if process.returncode not in (0, -signal.SIGKILL):
            _log.warning("press_died", status=process.returncode)


@asynccontextmanager
async def open_press(*, seconds: float, memory_mb: int) -> AsyncIterator[Press]:
    """A press for the length of the block.

    Args:
        seconds: what one paper may take.
        memory_mb: what its process may take.
    """
    press = Press(seconds=seconds, memory_mb=memory_mb)
    try:
        yield press
    finally:
        await press.end()
