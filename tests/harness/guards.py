"""What no test may do: reach the outside, block the event loop."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

# psycopg asks for the server's time zone when a connection first reads a time; the library reads that file once, and
# should do so before an event loop runs.
with suppress(ZoneInfoNotFoundError):
    ZoneInfo("Etc/UTC")


class OutsideConnectionError(AssertionError):
    """A test wanted to reach something that is not on this machine."""


@contextmanager
def only_this_machine() -> Iterator[None]:
    """Lets sockets connect to loopback addresses and Unix sockets only, and resolves no other names."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    patch.setattr(socket, "getaddrinfo", _guarded_resolver(socket.getaddrinfo))
    try:
        yield
    finally:
        patch.undo()


def _guarded(connect: Callable[[socket.socket, Any], Any]) -> Callable[[socket.socket, Any], Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_local(address[0]):
            raise OutsideConnectionError(f"tests stay on this machine, this one wanted {address[0]}")
        return connect(self, address)

    return guarded


def _guarded_resolver(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: str | bytes | None, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_local(name) and not _is_address(name):
            raise OutsideConnectionError(f"tests stay on this machine, this one wanted to resolve {name}")
        return resolve(host, *arguments, **options)

    return guarded


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    return _is_address(host) and (ip_address(host).is_loopback or ip_address(host).is_unspecified)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
