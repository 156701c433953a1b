"""Where the guard stands: between the name and the connection, so that nothing can change in between."""

import errno
import socket

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from convosphere.platform.http.addresses import AddressPolicy, hands_out_credentials, parse


class RefusedConnectionError(OSError):
    """The connection would go to an address that is not allowed."""


class GuardedResolver(AbstractResolver):
    """Resolves with another resolver and hands on only addresses that may be reached.

    aiohttp connects to exactly what it is given here: a name that resolves differently a moment later (DNS
    rebinding) makes no difference.
    """

    def __init__(self, resolver: AbstractResolver, policy: AddressPolicy) -> None:
        self._resolver = resolver
        self._policy = policy
        self.named: set[str] = set()
        """Addresses that were allowed because of their host's name."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The host's addresses.

        Raises:
            RefusedConnectionError: there are some, but none that may be reached.
        """
        found = await self._resolver.resolve(host, port, family)
        if self._policy.allows_host(host):
            self.named.update(result["host"] for result in found)
            return found
        allowed = set(self._policy.allowed_of(result["host"] for result in found))
        if found and not allowed:
            raise RefusedConnectionError(f"{host} resolves to no address that may be reached")
        return [result for result in found if result["host"] in allowed]

    async def close(self) -> None:
        """Closes the resolver behind."""
        await self._resolver.close()


def open_socket_to_servers(info: aiohttp.AddrInfoType) -> socket.socket:
    """A socket for requests that administrators steer: they may go into the private network, where model servers are,
    but not to where clouds hand out credentials.

    Raises:
        RefusedConnectionError: it would.
    """
    family, kind, protocol, _, target = info
    address = parse(str(target[0]))
    if address is not None and hands_out_credentials(address):
        raise RefusedConnectionError(errno.EACCES, "may not be reached")
    return socket.socket(family, kind, protocol)


def guarded_connector(policy: AddressPolicy, resolver: AbstractResolver) -> aiohttp.TCPConnector:
    """A connector that opens no socket to an address that is not allowed.

    The second look, at the socket, also covers addresses that never go through a resolver.
    """
    guarded = GuardedResolver(resolver, policy)

    def open_socket(info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, target = info
        host = str(target[0])
        address = parse(host)
        if host not in guarded.named and (address is None or not policy.allows(address)):
            raise RefusedConnectionError(f"{host} may not be reached")
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(
        resolver=guarded, socket_factory=open_socket, limit=200, limit_per_host=20, ttl_dns_cache=10
    )
