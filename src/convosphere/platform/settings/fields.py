"""Kinds of values that settings can have, each checked when it is read."""

from ipaddress import ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def _split_list(value: object) -> object:
    """Lets a list be written in an environment variable as `a, b`."""
    if isinstance(value, str):
        return [item.strip() for item in value.split(",") if item.strip()]
    return value


def _check_networks(entries: list[str]) -> list[str]:
    for entry in entries:
        ip_network(entry, strict=False)
    return entries


def _check_hosts_and_networks(entries: list[str]) -> list[str]:
    _check_networks([entry for entry in entries if "/" in entry])
    return entries


def _check_database_url(url: SecretStr) -> SecretStr:
    try:
        parsed = make_url(url.get_secret_value())
    except ArgumentError as error:
        raise ValueError("this is no database address: postgresql://user:password@host/name") from error
    if parsed.get_backend_name() != "postgresql":
        raise ValueError("only PostgreSQL is supported: postgresql://user:password@host/name")
    return url


def _check_redis_url(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("this is no Redis address: redis://host:6379/0")
    return url


def _check_storage_url(url: str) -> str:
    if not url.startswith(("s3://", "gs://", "az://")):
        raise ValueError("this is no storage address: s3://bucket/folder, gs://bucket/folder or az://container/folder")
    return url


def _check_clamav(address: str) -> str:
    parsed = urlsplit(address)
    if parsed.scheme == "unix" and parsed.path:
        return address
    if parsed.scheme == "tcp" and parsed.hostname and parsed.port:
        return address
    raise ValueError("this is no address of clamd: tcp://host:3310 or unix:///run/clamav/clamd.ctl")


StorageUrl = Annotated[str, AfterValidator(_check_storage_url)]
ClamavAddress = Annotated[str, AfterValidator(_check_clamav)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_check_database_url)]
RedisUrl = Annotated[SecretStr, AfterValidator(_check_redis_url)]
TextList = Annotated[list[str], BeforeValidator(_split_list)]
HostList = Annotated[TextList, AfterValidator(_check_hosts_and_networks)]
NetworkList = Annotated[TextList, AfterValidator(_check_networks)]
RegistrationPolicy = Literal["open", "invitation", "closed"]
