"""Where a request came from, and under which address the client knows the server."""

from typing import Any

import pytest
from starlette.requests import HTTPConnection

from convosphere.platform.settings import Settings
from convosphere.platform.web import base_url, client_address, configured_url, is_https
from tests.harness.platform import build_settings

PROXY = "10.0.0.1"


def connection(peer: str = PROXY, scheme: str = "http", **headers: str) -> HTTPConnection:
    """What a server hands to the application for a request to chat.local."""
    named = {"host": "chat.local", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return HTTPConnection(
        {
            "type": "http",
            "scheme": scheme,
            "path": "/",
            "query_string": b"",
            "client": (peer, 4711),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        }
    )


def settings(**changes: Any) -> Settings:
    return build_settings(**changes)


@pytest.mark.parametrize(
    ("trusted", "scheme", "proto", "secure"),
    [
        ([PROXY], "http", "https", True),
        ([PROXY], "http", "http", False),
        ([PROXY], "http", "https, http", False),
        ([], "http", "https", False),
        (["10.9.9.9"], "http", "https", False),
        ([], "https", "http", True),
        ([], "wss", "", True),
    ],
)
def test_https_is_believed_of_the_connection_and_of_trusted_proxies(
    trusted: list[str], scheme: str, proto: str, *, secure: bool
) -> None:
    asked = connection(scheme=scheme, x_forwarded_proto=proto)
    assert is_https(asked, settings(trusted_proxies=trusted)) is secure


def test_links_begin_with_the_address_the_client_used() -> None:
    assert base_url(connection(), settings()) == "http://chat.local"
    forwarded = connection(x_forwarded_proto="https")
    assert base_url(forwarded, settings(trusted_proxies=["10.0.0.0/8"])) == "https://chat.local"


def test_a_public_url_beats_what_the_client_says() -> None:
    public = settings(public_url="https://chat.example.org/")
    assert base_url(connection(), public) == "https://chat.example.org"
    assert configured_url(public) == "https://chat.example.org"
    assert is_https(connection(), public)


def test_without_a_public_url_links_for_others_lead_to_where_the_server_listens() -> None:
    assert configured_url(settings(host="127.0.0.1", port=9000)) == "http://127.0.0.1:9000"


def test_a_peer_without_an_ip_address_is_no_proxy() -> None:
    asked = connection(peer="testclient", x_forwarded_for="203.0.113.9")
    assert client_address(asked, settings(trusted_proxies=[PROXY])) == "testclient"
