"""From the settings to a store of obstore's."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from convosphere.platform.settings import Settings

if TYPE_CHECKING:
    from obstore.store import ObjectStore

FOLDER = "files"
# A storage that is away must be noticed while somebody still waits.
_TIMEOUT = "30s"
_RETRIES: Mapping[str, Any] = {"max_retries": 3}


def open_store(settings: Settings) -> "ObjectStore":
    """Reads files and certificates: call it in a thread.

    Raises:
        obstore.exceptions.BaseError, ValueError: the settings do not fit together.
        OSError: the data directory cannot be written.
    """
    # A library of its own, loaded by the first file and not by the start.
    from obstore.store import AzureStore, GCSStore, LocalStore, S3Store  # noqa: PLC0415 - see above

    wanted = settings.storage
    if wanted.url is None:
        folder = settings.data_dir.resolve() / FOLDER
        # What people store is not for other accounts of this machine. One that was there before keeps its mode.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(folder, automatic_cleanup=True)
    access = None if wanted.access_key is None else wanted.access_key.get_secret_value()
    secret = None if wanted.secret_key is None else wanted.secret_key.get_secret_value()
    endpoint = None if wanted.endpoint is None else str(wanted.endpoint).rstrip("/")
    common: dict[str, Any] = {
        "client_options": {"timeout": _TIMEOUT, "allow_http": bool(endpoint and endpoint.startswith("http://"))},
        "retry_config": _RETRIES,
    }
    # What is not set is looked for where the providers' own tools look: environment, instance, profile.
    if wanted.url.startswith("s3://"):
        s3: dict[str, Any] = {
            "access_key_id": access,
            "secret_access_key": secret,
            "region": wanted.region,
            "endpoint": endpoint,
        }
        return S3Store.from_url(wanted.url, config=_given(s3), **common)
    if wanted.url.startswith("gs://"):
        return GCSStore.from_url(wanted.url, config=_given({"service_account_key": secret}), **common)
    azure: dict[str, Any] = {"account_name": access, "account_key": secret, "endpoint": endpoint}
    return AzureStore.from_url(wanted.url, config=_given(azure), **common)


def describe(settings: Settings) -> str:
    """Where files lie, in words, without secrets."""
    return settings.storage.url or str(settings.data_dir.resolve() / FOLDER)


def _given(config: dict[str, Any]) -> Any:  # noqa: ANN401 - a typed dictionary of each store's own
    return {name: value for name, value in config.items() if value is not None}
