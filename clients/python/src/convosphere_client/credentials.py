"""How a client says who it is, and where a session is kept between two runs."""

import os
import re
import sys
import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock
from pydantic import BaseModel, ValidationError

_ONLY_OURS: Final = 0o600
_LOCK_SECONDS: Final = 60.0


class Tokens(BaseModel):
    """A session's tokens. The access token is good for minutes; each refresh token renews once."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


class SessionStore(Protocol):
    """Where a session is kept. `acquire` and `release` bracket reading, renewing and writing.

    Who renews with a token that was replaced more than ten seconds ago is taken for a thief, and the session ends. So
    processes that share a session must renew one after the other, each with what the one before has written.
    """

    def load(self) -> Tokens | None:
        """What is kept."""
        ...

    def save(self, tokens: Tokens | None) -> None:
        """Keeps the tokens; None: forgets them."""
        ...

    def acquire(self) -> None:
        """Waits for its turn."""
        ...

    def release(self) -> None:
        """Lets the next one."""
        ...


class SessionMemory:
    """Keeps the session as long as the process lives."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        self._tokens = tokens

    def load(self) -> Tokens | None:
        """What is kept."""
        return self._tokens

    def save(self, tokens: Tokens | None) -> None:
        """Keeps the tokens; None: forgets them."""
        self._tokens = tokens

    def acquire(self) -> None:
        """Nobody else is there."""

    def release(self) -> None:
        """Nobody else is there."""


class SessionFile:
    """Keeps the session in a file that only its owner may read. Several processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # Not bound to a thread: an asynchronous client acquires and releases in whichever is free.
        self._lock = FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS, thread_local=False, mode=_ONLY_OURS)

    def load(self) -> Tokens | None:
        """What is kept; None also if it cannot be read, for then signing in helps."""
        try:
            return Tokens.model_validate_json(self.path.read_bytes())
        except (OSError, ValidationError):
            return None

    def save(self, tokens: Tokens | None) -> None:
        """Writes beside and moves, so that nobody ever reads half of it."""
        if tokens is None:
            self.path.unlink(missing_ok=True)
            return
        self._make_folder()
        # Made with the rights 0600 from its first moment on.
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(tokens.model_dump_json().encode())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def acquire(self) -> None:
        """Waits for the other processes."""
        self._make_folder()
        self._lock.acquire()

    def release(self) -> None:
        """Lets the next process."""
        self._lock.release()

    def _make_folder(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@dataclass(frozen=True, slots=True)
class Credentials:
    """An API key, or a person's e-mail and password, or neither: then a session that is kept, or nobody."""

    api_key: str | None = field(default=None, repr=False)
    email: str | None = None
    password: str | None = field(default=None, repr=False)


def session_path(url: str) -> Path:
    """Where a person's session with the server at `url` is kept, by the custom of the operating system."""
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", url.split("://", 1)[-1]).strip("-")[:60]
    name = f"{readable}-{sha256(url.encode()).hexdigest()[:8]}.json"
    return _state_folder() / "convosphere" / name


def _state_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home()))
    given = os.environ.get("XDG_STATE_HOME", "")
    return Path(given) if given else Path.home() / ".local" / "state"
