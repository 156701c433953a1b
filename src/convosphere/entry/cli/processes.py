"""The commands that stay: run, serve, worker; and migrate, which prepares for them."""

import sys

from convosphere.entry.cli.session import effective_settings, fail, run_async
from convosphere.entry.server import Part, PortInUseError, serve
from convosphere.entry.wiring import Purpose, open_application

_PARTS = {"run": Part.API | Part.WORKER, "serve": Part.API, "worker": Part.WORKER}


def run_process(command: str, started_at: float) -> None:
    """Runs until a signal ends it."""
    settings = effective_settings()
    if command != "run" and settings.database.url is None:
        fail(
            f"`convosphere {command}` needs CONVOSPHERE_DATABASE_URL; `convosphere run` starts its own PostgreSQL.",
            2,
        )
    try:
        run_async(serve(settings, _PARTS[command], started_at))
    except PortInUseError as error:
        fail(str(error))


def run_migrations() -> None:
    """Opening the application migrates; nothing else is to be done."""

    async def migrate() -> None:
        async with open_application(effective_settings(), Purpose.COMMAND):
            sys.stdout.write("The database is at this release's schema.\n")

    run_async(migrate())
