"""The least start: loads what any such server stands on, and starts PostgreSQL. Says when that is done.

`python -m bench.bare_start <data directory>`; it ends, and PostgreSQL with it, when its input does.
"""

import sys
from pathlib import Path

import fastapi  # noqa: F401 - to load it is the work
import psycopg
import sqlalchemy.ext.asyncio  # noqa: F401 - see above
import uvicorn  # noqa: F401 - see above

from convosphere.platform.database import EmbeddedPostgres


def _start(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    with psycopg.connect(server.start().app_conninfo) as connection:
        connection.execute("SELECT 1")
        print("ready", flush=True)
        sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    _start(Path(sys.argv[1]))
