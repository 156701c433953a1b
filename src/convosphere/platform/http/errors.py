"""What can go wrong with a request to the outside. `host` is as the request named it: no resolved address is told."""

from convosphere.platform.errors import ProblemError


class FetchError(ProblemError):
    """The address was not reached, or gave no usable answer."""

    code = "fetch_failed"
    status = 502


class FetchTimeoutError(FetchError):
    """No (complete) answer came in time."""

    code = "fetch_timeout"
    status = 504


class ResponseTooLargeError(FetchError):
    """The answer is larger than was asked for; `limit` is in bytes."""

    code = "response_too_large"


class TooManyRedirectsError(FetchError):
    """The address leads on and on."""

    code = "too_many_redirects"


class AddressRefusedError(FetchError):
    """The address lies in a network that requests from here must not reach."""

    code = "address_refused"
    status = 422


class InvalidUrlError(FetchError):
    """Not an http or https address, or one with a port or a part that is not accepted."""

    code = "invalid_url"
    status = 422
