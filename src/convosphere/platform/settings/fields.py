"""Kinds of values that settings can have, each checked when it is read."""

import re
from email.headerregistry import Address
from ipaddress import ip_address, ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict
from pydantic import AfterValidator, BeforeValidator, HttpUrl, SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

LEAST_SECRET_BYTES = 32
_HIGHEST_PORT = 65_535
# Names as networks have them, underscores included: some give them to containers.
_HOST_NAME = re.compile(r"(?=.{1,254}\Z)[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?:\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\.?")
_NUMBERS = re.compile(r"[0-9.]+")
_BUCKET = re.compile(r"(?:s3|gs|az)://[A-Za-z0-9][A-Za-z0-9._-]*(?:/[^?#\s]*)?")


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


def _check_host(host: str) -> str:
    """An address or a name, bare: no scheme, no port, no brackets."""
    try:
        ip_address(host)
    except ValueError as error:
        if _NUMBERS.fullmatch(host) or not _HOST_NAME.fullmatch(host):
            raise ValueError("this is no host: an IP address or a name, without scheme and port") from error
    return host


def _check_public_url(url: HttpUrl) -> HttpUrl:
    if url.path not in (None, "/") or url.query is not None or url.fragment is not None:
        raise ValueError("ConvoSphere lives at the root of its host: https://chat.example.org, without a path")
    return url


def _check_secret_key(secret: SecretStr) -> SecretStr:
    if len(secret.get_secret_value().encode()) < LEAST_SECRET_BYTES:
        raise ValueError(
            f"a secret key needs at least {LEAST_SECRET_BYTES} bytes; `openssl rand -hex 32` makes a good one"
        )
    return secret


def _check_mail_address(address: str) -> str:
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError) as error:  # its parser has both for malformed ones
        raise ValueError("this is no e-mail address: name@example.org") from error
    if not parsed.username or not parsed.domain:
        raise ValueError("this is no e-mail address: name@example.org")
    return address


def _check_database_url(url: SecretStr) -> SecretStr:
    # What SQLAlchemy and libpq say of it would repeat parts of the address: none of their words are shown.
    try:
        parsed = make_url(url.get_secret_value())
    except (ArgumentError, ValueError) as error:
        raise ValueError("this is no database address: postgresql://user:password@host/name") from error
    if parsed.get_backend_name() != "postgresql":
        raise ValueError("only PostgreSQL is supported: postgresql://user:password@host/name")
    if parsed.port is not None and not 0 < parsed.port <= _HIGHEST_PORT:
        raise ValueError(f"a port is a number from 1 to {_HIGHEST_PORT}")
    try:
        conninfo_to_dict(parsed.set(drivername="postgresql").render_as_string(hide_password=False))
    except psycopg.Error as error:
        raise ValueError("PostgreSQL does not know one of the parameters behind the question mark") from error
    return url


def _check_redis_url(url: SecretStr) -> SecretStr:
    form = "this is no Redis address: redis://host:6379/0"
    try:
        parsed = urlsplit(url.get_secret_value())
        port = parsed.port
    except ValueError as error:
        raise ValueError(form) from error
    place = parsed.path.strip("/")
    fits = bool(place) if parsed.scheme == "unix" else port != 0 and (not place or place.isdecimal())
    if parsed.scheme not in ("redis", "rediss", "unix") or not fits:
        raise ValueError(form)
    return url


def _check_storage_url(url: str) -> str:
    if not _BUCKET.fullmatch(url):
        raise ValueError("this is no storage address: s3://bucket/folder, gs://bucket/folder or az://container/folder")
    return url


def _check_clamav(address: str) -> str:
    parsed = urlsplit(address)
    if parsed.scheme == "unix" and parsed.path:
        return address
    if parsed.scheme == "tcp" and parsed.hostname and parsed.port:
        return address
    raise ValueError("this is no address of clamd: tcp://host:3310 or unix:///run/clamav/clamd.ctl")


Host = Annotated[str, AfterValidator(_check_host)]
MailAddress = Annotated[str, AfterValidator(_check_mail_address)]
PublicUrl = Annotated[HttpUrl, AfterValidator(_check_public_url)]
SecretKey = Annotated[SecretStr, AfterValidator(_check_secret_key)]
StorageUrl = Annotated[str, AfterValidator(_check_storage_url)]
ClamavAddress = Annotated[str, AfterValidator(_check_clamav)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_check_database_url)]
RedisUrl = Annotated[SecretStr, AfterValidator(_check_redis_url)]
TextList = Annotated[list[str], BeforeValidator(_split_list)]
HostList = Annotated[TextList, AfterValidator(_check_hosts_and_networks)]
NetworkList = Annotated[TextList, AfterValidator(_check_networks)]
RegistrationPolicy = Literal["open", "invitation", "closed"]
