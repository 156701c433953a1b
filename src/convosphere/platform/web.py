"""What routes of every feature take from a request: the platform, and where the request came from.

The address and the scheme are those of the connection, unless it comes from a proxy that the settings trust;
the server in front of the application must therefore not rewrite them itself.
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from convosphere.platform.context import Platform
from convosphere.platform.settings import Settings

_Network = IPv4Network | IPv6Network


# Dependencies are coroutine functions even where nothing is awaited: FastAPI sends plain functions through a thread.
async def platform_of(request: Request) -> Platform:
    """The platform of the process that serves this request."""
    return cast("Platform", request.app.state.platform)


PlatformDep = Annotated[Platform, Depends(platform_of)]


def client_address(connection: HTTPConnection, settings: Settings) -> str | None:
    """The network address of whoever asks; None: not known (a Unix socket).

    Behind trusted proxies it is the last entry of `X-Forwarded-For` that is not such a proxy itself: what stands
    further left was written by the client.
    """
    if connection.client is None:
        return None
    address = connection.client.host
    forwarded = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
    for entry in reversed(forwarded):
        if not _is_trusted(address, settings.trusted_proxies):
            return address
        hop = _plain_address(entry)
        if hop is None:
            return address
        address = hop
    return address


def base_url(connection: HTTPConnection, settings: Settings) -> str:
    """The address under which this client reaches the server, without a slash at the end.

    For links shown to the one who asks. Links that are sent to somebody else come from `configured_url`: the
    `Host` header is the client's to choose.
    """
    if settings.public_url is not None:
        return configured_url(settings)
    scheme = "https" if is_https(connection, settings) else "http"
    return f"{scheme}://{connection.url.netloc}"


def configured_url(settings: Settings) -> str:
    """The address that the settings give the server, without a slash at the end."""
    if settings.public_url is not None:
        return str(settings.public_url).rstrip("/")
    return f"http://{settings.host}:{settings.port}"


def is_https(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the client speaks HTTPS, here or to a trusted proxy."""
    if connection.url.scheme in {"https", "wss"}:
        return True
    if settings.public_url is not None and settings.public_url.scheme == "https":
        return True
    peer = connection.client
    if peer is None or not _is_trusted(peer.host, settings.trusted_proxies):
        return False
    return connection.headers.get("x-forwarded-proto", "").split(",")[-1].strip().lower() == "https"


def _plain_address(entry: str) -> str | None:
    """An entry of `X-Forwarded-For` without port and brackets; None: it is no address."""
    text = entry.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def _is_trusted(address: str, trusted: Sequence[str]) -> bool:
    if not trusted:
        return False
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in _networks(tuple(trusted)))


@lru_cache(maxsize=8)
def _networks(trusted: tuple[str, ...]) -> tuple[_Network, ...]:
    return tuple(ip_network(entry, strict=False) for entry in trusted)
