"""The installation's one secret: given, or made at the first start and kept in the data directory."""

import os
import secrets
from pathlib import Path

from convosphere.platform.settings import Settings

FILE = "secret.key"


def secret_key(settings: Settings) -> str:
    """The secret from the settings, else from `data_dir`; made there (mode 0600) if there is none yet.

    Raises:
        OSError: the data directory cannot be written.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = settings.data_dir / FILE
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Path(path).read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return Path(path).read_text().strip()
