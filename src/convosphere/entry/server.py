"""Runs a process: API, worker, or both, from start to a clean end."""

import asyncio
import contextlib
import errno
import gc
import signal
import socket
import sys
import time
from collections.abc import Iterator
from enum import Flag, auto

import structlog
import uvicorn
from fastapi import FastAPI

import convosphere
from convosphere.entry.api import create_app
from convosphere.entry.wiring import Application, Purpose, open_application
from convosphere.platform.database.exclusivity import ProcessLock
from convosphere.platform.settings import Settings
from convosphere.platform.telemetry import Tracing, start_tracing

_log = structlog.get_logger(__name__)


class Part(Flag):
    """What a process does."""

    API = auto()
    WORKER = auto()


class PortInUseError(Exception):
    """The address to listen on cannot be had; the message names the setting to change."""


async def serve(settings: Settings, parts: Part, started_at: float | None = None) -> None:
    """Comes up, works until SIGTERM or SIGINT, goes down cleanly.

    Raises:
        PortInUseError: see there; and what `open_application` raises.
        SecondProcessError, OtherSecretError: another process has come in while the database was away, and stays. All
            that runs here was ended cleanly and handed on.
    """
    began = time.monotonic() if started_at is None else started_at
    stop = asyncio.Event()
    _stop_on_signals(stop)
    listener = _bind(settings) if Part.API in parts else None
    async with contextlib.AsyncExitStack() as stack:
        application = await stack.enter_async_context(open_application(settings, Purpose.SERVE))
        _calm_the_collector()
        if Part.WORKER in parts:
            await application.platform.jobs.start_worker(alone=settings.redis.url is None)
        ousting = None
        if application.lock is not None:
            ousting = asyncio.create_task(_stop_when_ousted(application.lock, stop), name="process lock watch")
            stack.callback(ousting.cancel)
        beginning = asyncio.create_task(_begin(application), name="features' beginning")
        stack.callback(beginning.cancel)
        if listener is None:
            _announce("The worker is ready", began)
            await stop.wait()
        else:
            await _serve_api(application, listener, stop, began)
        if ousting is not None and ousting.done():
            raise ousting.result()


async def _stop_when_ousted(lock: ProcessLock, stop: asyncio.Event) -> Exception:
    """Stops the process when another one has taken its place; returns why."""
    ousted = await lock.ousted()
    _log.error("process_ends", error=str(ousted))
    stop.set()
    return ousted


async def _begin(application: Application) -> None:
    """Lets the features do what is to be done once a process is up, and what nobody should wait for."""
    for feature in application.features:
        for work in feature.on_start:
            try:
                await work()
            except Exception:  # noqa: BLE001 - nobody waits for it, and the process serves all the same; logged whole
                _log.exception("beginning_failed", feature=feature.name)


async def _serve_api(application: Application, listener: socket.socket, stop: asyncio.Event, began: float) -> None:
    settings = application.platform.settings
    app = create_app(application)
    tracing = _start_tracing(application, app)
    server = _Server(
        uvicorn.Config(
            app,
            loop="none",
            http="httptools",
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            # Addresses behind proxies are worked out by the application, by its own setting.
            proxy_headers=False,
            ws_max_size=settings.realtime.max_frame_bytes,
            ws_per_message_deflate=False,
            ws_ping_interval=20,
            ws_ping_timeout=20,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=2,
            backlog=2048,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="http server")
    await server.started_or_failed(serving)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    _announce(f"ConvoSphere is ready at http://{shown}:{port}", began)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    server.should_exit = True
    await serving
    if tracing is not None:
        await asyncio.to_thread(tracing.stop)


def _start_tracing(application: Application, app: FastAPI) -> Tracing | None:
    endpoint = application.platform.settings.telemetry.otlp_endpoint
    if endpoint is None:
        return None
    tracing = start_tracing(str(endpoint), convosphere.__version__)
    tracing.instrument(app, application.platform.database.engine)
    return tracing


class _Server(uvicorn.Server):
    """Leaves signals to us: the worker and the database end after the server, in order."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Notes when the server listens."""
        await super().startup(sockets)
        self._up.set()

    async def started_or_failed(self, serving: asyncio.Task[None]) -> None:
        """Returns when the server listens, or has given up."""
        up = asyncio.create_task(self._up.wait())
        await asyncio.wait({up, serving}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _calm_the_collector() -> None:
    """Keeps the garbage collector from walking the whole program again and again.

    What was loaded at start stays for ever; a full collection that walks it stops all streams for 100 ms. Not even one
    goes before: of 300,000 objects it would find some seventy to take away.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


def _bind(settings: Settings) -> socket.socket:
    """Takes the port before anything else starts, so that a mistake shows at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        mend = (
            "CONVOSPHERE_PORT chooses another port."
            if error.errno in (errno.EADDRINUSE, errno.EACCES)
            else "CONVOSPHERE_HOST must be an address of this machine."
        )
        raise PortInUseError(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}. {mend}") from error
    return listener


def _announce(message: str, began: float) -> None:
    sys.stdout.write(f"{message} ({time.monotonic() - began:.1f} s)\n")
    sys.stdout.flush()
