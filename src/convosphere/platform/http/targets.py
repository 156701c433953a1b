"""What a request may aim at, before any connection: the URL's form, and where a redirect may lead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yarl import URL

from convosphere.platform.http.addresses import AddressPolicy, parse
from convosphere.platform.http.errors import AddressRefusedError, InvalidUrlError

_LONGEST_URL: Final = 8_000
_HOST_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})")
_WEB_PORTS: Final = frozenset({80, 443})
_FIRST_UNPRIVILEGED: Final = 1024
# Those above 1023 on which other protocols listen that could take HTTP for theirs (WHATWG Fetch, "bad port").
_OTHER_PROTOCOLS: Final = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697}
    | {10080}
)
# Redirects that turn a POST into a GET (RFC 9110, section 15.4), as browsers do for 301 and 302.
_TO_GET: Final = frozenset({301, 302, 303})
REDIRECTS: Final = _TO_GET | {307, 308}
# Everything else a caller sends may be a credential and stays with the origin it was meant for.
_HARMLESS: Final = frozenset({"accept", "accept-encoding", "accept-language", "if-range", "range", "user-agent"})
_ABOUT_THE_BODY: Final = frozenset({"content-type", "content-encoding", "content-language", "content-length"})


def parse_target(url: str | URL, policy: AddressPolicy) -> URL:
    """The URL, fit to be requested.

    Raises:
        InvalidUrlError: see there.
        AddressRefusedError: the host is an address that is not allowed.
    """
    if len(str(url)) > _LONGEST_URL:
        raise InvalidUrlError(host="")
    try:
        target = URL(url)
        port = target.port
    except ValueError as error:
        raise InvalidUrlError(host="") from error
    host = target.raw_host
    if target.scheme not in {"http", "https"} or not host or target.raw_user or target.raw_password:
        raise InvalidUrlError(host=host or "")
    if port is None or not _is_web_port(port):
        raise InvalidUrlError(host=host)
    address = parse(host)
    if address is None and not _HOST_NAME.fullmatch(host):
        raise InvalidUrlError(host=host)
    if address is not None and not policy.allows(address) and not policy.allows_host(host):
        raise AddressRefusedError(host=host)
    return target.with_fragment(None)


def _is_web_port(port: int) -> bool:
    return port in _WEB_PORTS or (port >= _FIRST_UNPRIVILEGED and port not in _OTHER_PROTOCOLS)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request to one address."""

    method: str
    target: URL
    headers: Mapping[str, str]
    body: bytes | None

    @property
    def host(self) -> str:
        """The host as the request names it."""
        return self.target.raw_host or ""

    def redirected(self, status: int, location: str, policy: AddressPolicy) -> "Outgoing":
        """The request to go on with; credentials do not leave their origin.

        Raises:
            InvalidUrlError: see there.
            AddressRefusedError: see there.
        """
        try:
            joined = self.target.join(URL(location))
        except ValueError as error:
            raise InvalidUrlError(host=self.host) from error
        target = parse_target(joined, policy)
        becomes_get = status in _TO_GET and self.method not in {"GET", "HEAD"}
        body = None if becomes_get else self.body
        kept = None if target.origin() == self.target.origin() else _HARMLESS | _ABOUT_THE_BODY
        headers = {
            name: value
            for name, value in self.headers.items()
            if (body is not None or name.lower() not in _ABOUT_THE_BODY) and (kept is None or name.lower() in kept)
        }
        return Outgoing("GET" if becomes_get else self.method, target, headers, body)
