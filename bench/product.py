"""The product as its users have it: the installed command in a process of its own, on an empty data directory."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psutil

_READY = "ready at "
_START_SECONDS = 60


class Product:
    """One ConvoSphere on its own data directory."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str]) -> None:
        self.data_dir = data_dir
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CONVOSPHERE_")},
            "CONVOSPHERE_DATA_DIR": str(data_dir),
            "CONVOSPHERE_PORT": "0",
            "CONVOSPHERE_LOG_LEVEL": "warning",
            "CONVOSPHERE_MODELS_DISCOVER_LOCAL": "false",
            **environment,
        }
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> float:
        """Starts it; returns the seconds until it said that it is ready."""
        began = time.perf_counter()
        command = Path(sys.executable).with_name("convosphere")
        self._process = subprocess.Popen(  # noqa: S603 - the product's own command
            [command, "run"], env=self._environment, stdout=subprocess.PIPE, text=True, cwd=self.data_dir
        )
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        for line in self._process.stdout:
            if _READY in line:
                self.url = line.split(_READY, 1)[1].split()[0]
                return time.perf_counter() - began
        raise RuntimeError(f"the product ended with code {self._process.wait()} before it was ready")

    def stop(self) -> float:
        """Ends it by SIGTERM; returns the seconds that took."""
        if self._process is None:
            return 0.0
        began = time.perf_counter()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(_START_SECONDS)
        return time.perf_counter() - began

    def processes(self) -> list[psutil.Process]:
        """The server with its children (LiteLLM's process among them), and its PostgreSQL, which detaches itself and is
        known by its data directory.
        """
        assert self._process is not None  # noqa: S101 - only asked while it runs
        server = psutil.Process(self._process.pid)
        found = [server, *server.children(recursive=True)]
        pid_file = self.data_dir / "postgresql" / "postmaster.pid"
        if pid_file.exists():
            postmaster = psutil.Process(int(pid_file.read_text().split()[0]))
            found += [postmaster, *postmaster.children(recursive=True)]
        return list({process.pid: process for process in found}.values())

    def memory_mb(self) -> float:
        """Proportional set size of all processes: shared pages are counted once."""
        total = 0
        for process in self.processes():
            # PostgreSQL's own come and go.
            with contextlib.suppress(psutil.NoSuchProcess):
                total += process.memory_full_info().pss
        return total / 2**20

    def cpu_seconds(self) -> float:
        """Processor time that all processes have used; of ended children what their parent has collected."""
        total = 0.0
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system
        return total


@dataclass(frozen=True, slots=True)
class Client:
    """A signed-in owner."""

    http: aiohttp.ClientSession
    url: str
    token: str

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        """A request to the API; errors are raised with their body."""
        headers = {"authorization": f"Bearer {self.token}"}
        async with self.http.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers) as response:
            text = await response.text()
            if response.status >= 400:
                raise RuntimeError(f"{method} {path}: {response.status} {text}")
            return await response.json() if text else None


@asynccontextmanager
async def signed_in(url: str) -> AsyncIterator[Client]:
    """The first person of a fresh installation."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        person = {
            "email": "owner@bench.example",
            "name": "Bench",
            "password": "a long pass phrase",
            "organization_name": "Bench",
        }
        async with http.post(f"{url}/api/v1/auth/register", json=person) as response:
            session = await response.json()
            if response.status >= 400:
                raise RuntimeError(f"register: {session}")
        yield Client(http, url, session["access_token"])


async def colleagues(owner: Client, count: int) -> list[Client]:
    """Further people of the owner's organisation, each signed in."""
    await owner.call("PATCH", "/organization", {"registration": "open"})

    async def join(number: int) -> Client:
        person = {
            "email": f"person{number}@bench.example",
            "name": f"Person {number}",
            "password": "a long pass phrase",
        }
        async with owner.http.post(f"{owner.url}/api/v1/auth/register", json=person) as response:
            session = await response.json()
            if response.status >= 400:
                raise RuntimeError(f"register: {session}")
        return Client(owner.http, owner.url, session["access_token"])

    return [await join(number) for number in range(count)]


@asynccontextmanager
async def running(environment: Mapping[str, str] | None = None) -> AsyncIterator[Product]:
    """A product on an empty data directory, for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="convosphere-bench-") as directory:
        product = Product(Path(directory), environment or {})
        await asyncio.to_thread(product.start)
        try:
            yield product
        finally:
            await asyncio.to_thread(product.stop)
