"""What LiteLLM's process may not reach, whatever a name resolves to and wherever an answer redirects.

LiteLLM brings many HTTP clients along, and follows redirects with them; the one door they share is the socket.
"""

import errno
import socket
import sys
from collections.abc import Collection
from typing import Final

from convosphere.platform.http.addresses import hands_out_credentials, parse
from convosphere.platform.http.connector import RefusedConnectionError

_INTERNET: Final = frozenset({socket.AF_INET, socket.AF_INET6})


def keep_from_credentials(allowed: Collection[str] = ()) -> None:
    """From now on this process connects to nowhere where clouds hand out credentials, but for the addresses named.

    It cannot be undone: for a process of its own.
    """
    sys.addaudithook(Fence(frozenset(allowed)))


class Fence:
    """An audit hook that raises before a socket connects to such an address."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = {address for each in allowed if (address := parse(each)) is not None}

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        """Raises RefusedConnectionError."""
        if event != "socket.connect":
            return
        sender, target = args
        if not isinstance(sender, socket.SocketType) or sender.family not in _INTERNET or not isinstance(target, tuple):
            return
        if sender.type != socket.SOCK_STREAM:
            # Resolvers of names may lie on the machine's own link.
            return
        for text in _addresses(str(target[0])):
            address = parse(text)
            if address is not None and hands_out_credentials(address) and address not in self._allowed:
                raise RefusedConnectionError(errno.EACCES, "may not be reached")


def _addresses(host: str) -> list[str]:
    """What a socket would make of it: names hardly ever get so far, but C would resolve them behind our back."""
    if parse(host) is not None:
        return [host]
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None)]
