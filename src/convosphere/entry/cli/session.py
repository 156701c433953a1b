"""What every command needs: settings or a clear refusal, and an application that is open for its time."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn, TypeVar

import psycopg

from convosphere.platform.context import Platform
from convosphere.platform.database import DataDirectoryInUseError, EmbeddedPostgresError
from convosphere.platform.database.exclusivity import OtherSecretError, SecondProcessError
from convosphere.platform.database.migrate import MigrationError
from convosphere.platform.database.safety import UnsafeRoleError
from convosphere.platform.errors import ProblemError
from convosphere.platform.realtime import EventLogUnavailableError
from convosphere.platform.security import WeakSecretError
from convosphere.platform.settings import Settings, SettingsError, load_settings
from convosphere.platform.telemetry import configure_logging

Result = TypeVar("Result")

BAD_SETTINGS = 2
FAILED = 1

# What an administrator can mend: said in one line, without a traceback.
_KNOWN = (
    DataDirectoryInUseError,
    EmbeddedPostgresError,
    MigrationError,
    OtherSecretError,
    SecondProcessError,
    UnsafeRoleError,
    OSError,
)


def effective_settings() -> Settings:
    """The settings; ends the command with one line and exit code 2 if they are wrong."""
    try:
        settings = load_settings()
    except SettingsError as error:
        fail(str(error), BAD_SETTINGS)
    configure_logging(settings.log.format, settings.log.level)
    return settings


def fail(message: str, code: int = FAILED) -> NoReturn:
    """Ends the command with a message."""
    sys.stderr.write(f"convosphere: {message}\n")
    raise SystemExit(code)


def run_async(work: Coroutine[Any, Any, Result]) -> Result:
    """Runs a command's work; failures that an administrator can mend end it with one line."""
    import uvloop  # noqa: PLC0415 - not on every platform

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except SettingsError as error:
        fail(str(error), BAD_SETTINGS)
    except WeakSecretError as error:
        fail(f"CONVOSPHERE_SECRET_KEY, or else secret.key in the data directory: {error}", BAD_SETTINGS)
    except psycopg.Error as error:
        fail(f"PostgreSQL (CONVOSPHERE_DATABASE_URL): {error}")
    except EventLogUnavailableError:
        fail("Redis does not answer. Start it, or correct CONVOSPHERE_REDIS_URL.")
    except ProblemError as error:
        fail(f"{error.title('en')}. {error.detail('en')}")
    except _KNOWN as error:
        fail(str(error))


@asynccontextmanager
async def open_platform() -> AsyncIterator[Platform]:
    """The platform for one command, beside a running server or without one."""
    from convosphere.entry.wiring import Purpose, open_application  # noqa: PLC0415 - heavy

    async with open_application(effective_settings(), Purpose.COMMAND) as application:
        yield application.platform
