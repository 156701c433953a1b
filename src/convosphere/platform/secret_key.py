"""The installation's one secret: given, or made at the first start and kept in the data directory."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from convosphere.platform.data_dir import writable_data_dir
from convosphere.platform.settings import Settings

FILE = "secret.key"


def secret_key(settings: Settings) -> str:
    """The secret from the settings, else from `data_dir`; made there (mode 0600) if there is none yet.

    Raises:
        SettingsError: the data directory cannot be written.
        OSError: the file cannot be read.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = writable_data_dir(settings) / FILE
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Writes a new secret beside the path and links it into place: nobody ever finds an empty or half a file."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mode 0600
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Another process may have been quicker; then its secret counts.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
