"""Which network addresses may be reached: the public internet, and what an administrator has allowed.

The check is on the address a connection goes to, whatever was written in the URL: names that resolve
inside, `127.1`, `0x7f000001` and `2130706433` all end here. IPv6 forms that carry an IPv4 address are
judged by that one too.
"""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

IpAddress = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

# Where clouds hand out credentials. Refused even inside an allowed network, unless named one by one.
_METADATA: Final = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",  # AWS, Azure, Google, OpenStack, DigitalOcean, Oracle
        "169.254.170.2",  # AWS ECS
        "169.254.170.23",  # AWS EKS
        "168.63.129.16",  # Azure's host: a public address that only leads to it
        "100.100.100.200",  # Alibaba
        "192.0.0.192",  # Oracle
        "fd00:ec2::254",  # AWS
        "fd00:ec2::23",  # AWS EKS
        "fd20:ce::254",  # Google
    )
)
# What `is_global` leaves open, at least in some versions of Python (IANA's special-purpose registries).
_NOT_PUBLIC: Final = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.175.48.0/24",
        "::/8",  # unspecified, loopback, IPv4-compatible and other reserved forms
        "100::/32",
        "2001::/23",  # Teredo, ORCHID and others
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL: Final = IPv6Network("64:ff9b:1::/48")
_LAST_32_BITS: Final = 0xFFFF_FFFF


def is_public(address: IpAddress) -> bool:
    """Whether the address, and one it carries, lies in the public internet."""
    carried = _carried(address)
    if carried is not None:
        return is_public(carried)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and address not in _METADATA
        and not any(address in network for network in _NOT_PUBLIC)
    )


def hands_out_credentials(address: IpAddress) -> bool:
    """Whether clouds answer there with credentials, or it lies on this machine's own link, where they might."""
    carried = _carried(address)
    return address in _METADATA or address.is_link_local or (carried is not None and hands_out_credentials(carried))


def _carried(address: IpAddress) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, 6to4 (RFC 3056), NAT64 (RFC 6052)."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & _LAST_32_BITS)
    return address.ipv4_mapped or address.sixtofour


class AddressPolicy:
    """Decides per address. `allowed` holds networks ("10.1.0.0/16"), addresses and host names.

    A host name allows whatever it resolves to, on that name only.
    """

    __slots__ = ("_hosts", "_networks")

    def __init__(self, allowed: Sequence[str] = ()) -> None:
        self._hosts: set[str] = set()
        self._networks: list[_Network] = []
        for entry in allowed:
            try:
                self._networks.append(ip_network(entry.strip(), strict=False))
            except ValueError:
                self._hosts.add(_host_name(entry))

    def allows_host(self, host: str) -> bool:
        """Whether the host is allowed by its name, wherever it resolves to."""
        return _host_name(host) in self._hosts

    def allows(self, address: IpAddress) -> bool:
        """Whether the address may be reached."""
        if is_public(address):
            return True
        carried = _carried(address)
        candidates = [address] if carried is None else [address, carried]
        return any(self._is_listed(candidate) for candidate in candidates)

    def _is_listed(self, address: IpAddress) -> bool:
        return any(
            address in network and (address not in _METADATA or network.num_addresses == 1)
            for network in self._networks
        )

    def allowed_of(self, addresses: Iterable[str]) -> list[str]:
        """Those of the addresses that may be reached."""
        return [text for text in addresses if (found := parse(text)) is not None and self.allows(found)]


def parse(host: str) -> IpAddress | None:
    """The address if `host` is one in its usual notation (also with a zone, "fe80::1%eth0"), else None."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _host_name(text: str) -> str:
    return text.strip().rstrip(".").lower()
