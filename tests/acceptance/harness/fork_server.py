"""`python -m tests.acceptance.harness.fork_server <socket>`: has loaded the product, and becomes its processes.

Loading costs two seconds of computing, a copy of a process that has done so next to nothing. What is copied has no
thread, no event loop and no connection of the product's: a copy stands where the installed command stands when it has
loaded itself, and goes on as that does.

One connection is one process: in comes what it is to be, with descriptors for its input, output and errors; out goes
its id, and when it has ended, its exit code. Ends when its own input does.
"""

import faulthandler
import gc
import json
import os
import selectors
import signal
import socket
import sys
import threading
from typing import Any, NoReturn

from convosphere.entry.cli import admin, doctor, main, models, processes, seed, settings

_WISH_BYTES = 1 << 20
_LOADED = (admin, doctor, models, processes, seed, settings)


class ForkServer:
    """The loop that makes processes and tells how they ended."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(address)
        self._listener.listen(64)
        self._woken, waking = socket.socketpair()
        waking.settimeout(0)
        # Both ends live as long as this process.
        self._waking = waking
        self._connections: dict[int, socket.socket] = {}

    def serve(self) -> dict[str, Any] | None:
        """Runs until the input ends (None), or, in a copy, returns what that is to be."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            for source in (sys.stdin, self._listener, self._woken):
                selector.register(source, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if sys.stdin in ready:
                    return None
                if self._woken in ready:
                    self._woken.recv(4096)
                    self._tell_ends()
                if self._listener in ready and (wish := self._fork()) is not None:
                    return wish

    def _fork(self) -> dict[str, Any] | None:
        """Makes a process; returns its wish in the copy, None here."""
        connection, _ = self._listener.accept()
        content, descriptors, _, _ = socket.recv_fds(connection, _WISH_BYTES, 3)
        pid = os.fork()
        if pid:
            for descriptor in descriptors:
                os.close(descriptor)
            self._connections[pid] = connection
            connection.send(json.dumps({"pid": pid}).encode())
            return None
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for ours in (connection, self._listener, self._woken, self._waking, *self._connections.values()):
            ours.close()
        for place, descriptor in enumerate(descriptors):
            os.dup2(descriptor, place)
            os.close(descriptor)
        wish: dict[str, Any] = json.loads(content)
        return wish

    def _tell_ends(self) -> None:
        for pid, connection in list(self._connections.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self._connections[pid]
                with connection:
                    try:
                        connection.send(json.dumps({"code": os.waitstatus_to_exitcode(status)}).encode())
                    except BrokenPipeError:
                        # Who asked for it has gone before it.
                        continue


def _become(wish: dict[str, Any]) -> NoReturn:
    """Goes on as the command that was asked for."""
    os.chdir(wish["directory"])
    os.environ.clear()
    os.environ.update(wish["environment"])
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115 - descriptors, for good
    if os.environ.get("PYTHONFAULTHANDLER"):
        faulthandler.enable()
    sys.argv = ["convosphere", *wish["arguments"]]
    main()
    raise SystemExit


def run() -> None:
    """Serves, or becomes somebody else."""
    assert threading.active_count() == 1, "a thread would be missing in each copy"
    gc.collect()
    gc.freeze()
    wish = ForkServer(sys.argv[1]).serve()
    if wish is not None:
        _become(wish)


if __name__ == "__main__":
    run()
