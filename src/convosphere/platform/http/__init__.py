"""Requests to the outside that a user or a model can steer, kept out of the private network."""

from convosphere.platform.http.addresses import AddressPolicy
from convosphere.platform.http.client import Fetched, GuardedClient, Streamed
from convosphere.platform.http.connector import open_socket_to_servers
from convosphere.platform.http.errors import (
    AddressRefusedError,
    FetchError,
    FetchTimeoutError,
    InvalidUrlError,
    ResponseTooLargeError,
    TooManyRedirectsError,
)

__all__ = [
    "AddressPolicy",
    "AddressRefusedError",
    "FetchError",
    "FetchTimeoutError",
    "Fetched",
    "GuardedClient",
    "InvalidUrlError",
    "ResponseTooLargeError",
    "Streamed",
    "TooManyRedirectsError",
    "open_socket_to_servers",
]
