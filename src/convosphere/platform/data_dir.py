"""The data directory: made when it is not there, for the account that runs ConvoSphere and nobody else."""

import os
from pathlib import Path

from convosphere.platform.settings import Settings, SettingsError


def writable_data_dir(settings: Settings) -> Path:
    """The directory, there and writable. One that was there before keeps its mode.

    Under root the own PostgreSQL runs as another account and opens the way to itself; what lies beside it is closed
    by itself.

    Raises:
        SettingsError: it cannot be made or written.
    """
    path = settings.data_dir.resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(None, "cannot be written")
    except OSError as error:
        raise SettingsError(f"CONVOSPHERE_DATA_DIR: {path}: {error.strerror}.") from error
    return path
