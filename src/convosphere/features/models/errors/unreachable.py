"""Why a provider could not even be asked, as people are told."""

from convosphere.features.models.errors.providers import (
    ProviderProblemError,
    ProviderTimeoutProblemError,
    ProviderUnavailableProblemError,
)


class UnreachableProblemError(ProviderUnavailableProblemError):
    """No way leads to the provider's address."""

    code = "provider_unreachable"


class NobodyListensProblemError(UnreachableProblemError):
    """The provider's machine refuses the connection."""

    code = "provider_connection_refused"
    complete = True


class HostUnknownProblemError(UnreachableProblemError):
    """The name in the provider's address is not known."""

    code = "provider_host_unknown"
    complete = True


class CertificateProblemError(UnreachableProblemError):
    """The provider's certificate is not trusted."""

    code = "provider_certificate"


class TlsProblemError(UnreachableProblemError):
    """No secure connection comes about."""

    code = "provider_tls"
    complete = True


class ConnectTimeoutProblemError(ProviderTimeoutProblemError):
    """No connection came about in time."""

    code = "provider_connect_timeout"
    complete = True


UNREACHABLE: tuple[type[ProviderProblemError], ...] = (
    UnreachableProblemError,
    NobodyListensProblemError,
    HostUnknownProblemError,
    CertificateProblemError,
    TlsProblemError,
    ConnectTimeoutProblemError,
)
