"""Why a provider was never asked: a type for each reason that people can do something about.

What this machine's own libraries say is told by their classes' names and numbers; here it becomes a reason.
"""

import errno
import socket
import ssl
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import aiohttp

from convosphere.engines.llm.errors import ProviderError, ProviderTimeoutError, UnavailableError

# Exceptions name those that they came from; a chain that is longer than this goes round in a circle.
_LONGEST_CHAIN = 12
_NOBODY_ANSWERS = frozenset({errno.ETIMEDOUT, errno.EHOSTDOWN})


class UnreachableError(UnavailableError):
    """No connection to the provider came about."""

    code = "provider_unreachable"


class NobodyListensError(UnreachableError):
    """Its machine refuses the connection."""

    code = "provider_connection_refused"


class HostUnknownError(UnreachableError):
    """The name in its address leads nowhere."""

    code = "provider_host_unknown"


class CertificateError(UnreachableError):
    """Its certificate is not trusted; the message says what is wrong with it."""

    code = "provider_certificate"


class TlsError(UnreachableError):
    """What answers there makes no secure connection."""

    code = "provider_tls"


class ConnectTimeoutError(ProviderTimeoutError):
    """No connection came about in the time that it may take."""

    code = "provider_connect_timeout"


# Numbers of the operating system; the words stand behind the host.
_BY_NUMBER: Mapping[int, tuple[type[UnreachableError], str]] = MappingProxyType(
    {
        errno.ECONNREFUSED: (NobodyListensError, "refuses the connection"),
        errno.ENETUNREACH: (UnreachableError, "is in no network that can be reached"),
        errno.EHOSTUNREACH: (UnreachableError, "is not to be found in its network"),
        errno.EACCES: (UnreachableError, "may not be reached"),
    }
)


def unreachable_error(error: BaseException, where: str) -> ProviderError | None:
    """The typed error for a connection that did not come about, however deep its reason lies; None: it says none.

    `where`: whom to name, a host with its port.
    """
    return next((found for each in _chain(error) if (found := _typed(each, where))), None)


def _typed(error: BaseException, where: str) -> ProviderError | None:
    # A certificate's error is also one of TLS, and a name's or TLS's also one of the system. What the library of TLS
    # fills in is missing where something else raised it.
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateError(getattr(error, "verify_message", "") or "not trusted")
    if isinstance(error, ssl.SSLError):
        return TlsError(f"no secure connection to {where}: {getattr(error, 'reason', None) or error.strerror}")
    if isinstance(error, socket.gaierror):
        return HostUnknownError(f"no address is known for {where}")
    number = error.errno if isinstance(error, OSError) else None
    if number in _NOBODY_ANSWERS:
        return ConnectTimeoutError(f"no connection to {where} in time", phase="connect")
    if number is None or number not in _BY_NUMBER:
        return None
    kind, words = _BY_NUMBER[number]
    return kind(f"{where} {words}")


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    for _ in range(_LONGEST_CHAIN):
        if current is None:
            return
        # aiohttp's are errors of TLS by their class alone; those that they came from say what it was.
        if not isinstance(current, aiohttp.ClientError):
            yield current
        current = current.__cause__ or current.__context__
