"""`convosphere doctor`: really tries everything ConvoSphere depends on, and says how to mend what is wrong."""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

import psycopg

from convosphere.engines.antivirus import Clamav, ScannerUnavailableError
from convosphere.entry.cli.session import FAILED, effective_settings, run_async
from convosphere.entry.static import BUILD
from convosphere.platform.clock import SystemClock
from convosphere.platform.database import DatabaseUrls, DataDirectoryInUseError, EmbeddedPostgres, EmbeddedPostgresError
from convosphere.platform.database.migrate import current_revision, head_revision
from convosphere.platform.mail import open_mailer
from convosphere.platform.realtime import EventLogUnavailableError, open_event_log
from convosphere.platform.secret_key import FILE
from convosphere.platform.settings import Settings
from convosphere.platform.storage import Storage, StorageUnavailableError

_LEAST_FREE_BYTES = 1 << 30


class Verdict(Enum):
    """How a check ended; only BAD fails the command."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw, and what to do about it."""

    name: str
    verdict: Verdict
    says: str
    mend: str = ""


Check = Callable[[Settings], Awaitable[Finding]]


def examine() -> None:
    """Runs all checks; exit code 1 if one fails."""
    settings = effective_settings()
    findings = run_async(_examine(settings))
    for finding in findings:
        sys.stdout.write(f"{finding.verdict.value:>5}  {finding.name}: {finding.says}\n")
        if finding.mend:
            sys.stdout.write(f"       → {finding.mend}\n")
    if any(finding.verdict is Verdict.BAD for finding in findings):
        raise SystemExit(FAILED)


async def _examine(settings: Settings) -> list[Finding]:
    checks: tuple[Check, ...] = (
        _data_directory,
        _secret_key,
        _database,
        _event_log,
        _storage,
        _scanner,
        _web_client,
        _mail,
    )
    return [await check(settings) for check in checks]


async def _data_directory(settings: Settings) -> Finding:
    path = settings.data_dir.resolve()
    name = "data directory"
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".doctor"
        probe.write_text("x")
        probe.unlink()
    except OSError as error:
        return Finding(name, Verdict.BAD, f"{path}: {error.strerror}", "Make it writable, or set CONVOSPHERE_DATA_DIR.")
    free = shutil.disk_usage(path).free
    if free < _LEAST_FREE_BYTES:
        return Finding(name, Verdict.BAD, f"{path}: {free >> 20} MB free", "Free at least 1 GB on its disk.")
    return Finding(name, Verdict.GOOD, f"{path}, {free >> 30} GB free")


async def _secret_key(settings: Settings) -> Finding:
    name = "secret key"
    if settings.secret_key is not None:
        return Finding(name, Verdict.GOOD, "from CONVOSPHERE_SECRET_KEY")
    path = settings.data_dir / FILE
    if not path.exists():
        return Finding(name, Verdict.NOTE, "made at the first start")
    if path.stat().st_mode & 0o077:
        return Finding(name, Verdict.BAD, f"{path} can be read by others", f"chmod 600 {path}")
    return Finding(name, Verdict.GOOD, f"{path}")


async def _database(settings: Settings) -> Finding:
    name = "PostgreSQL"
    if settings.database.url is not None:
        owner = settings.database.owner_url.get_secret_value() if settings.database.owner_url else None
        urls = DatabaseUrls.from_settings(settings.database.url.get_secret_value(), owner)
        return await asyncio.to_thread(_ask_database, urls, "CONVOSPHERE_DATABASE_URL")
    embedded = EmbeddedPostgres(settings.data_dir)
    try:
        urls = await asyncio.to_thread(embedded.start)
    except DataDirectoryInUseError:
        return await asyncio.to_thread(lambda: _ask_database(embedded.attach(), "own, running"))
    except EmbeddedPostgresError as error:
        return Finding(
            name, Verdict.BAD, str(error), "Read its log; free memory or disk; or set CONVOSPHERE_DATABASE_URL."
        )
    try:
        return await asyncio.to_thread(_ask_database, urls, "own")
    finally:
        await asyncio.to_thread(embedded.stop)


def _ask_database(urls: DatabaseUrls, source: str) -> Finding:
    name = "PostgreSQL"
    try:
        with psycopg.connect(urls.owner_conninfo, connect_timeout=5, autocommit=True) as connection:
            version = connection.info.server_version // 10_000
            revision, wanted = current_revision(connection), head_revision()
    except psycopg.Error as error:
        return Finding(name, Verdict.BAD, str(error).strip(), "Start it, or correct CONVOSPHERE_DATABASE_URL.")
    if revision != wanted:
        state = f"schema {revision or 'empty'}, this release has {wanted}"
        return Finding(
            name, Verdict.NOTE, f"{version} ({source}), {state}", "`convosphere migrate`, or the next start, does it."
        )
    return Finding(name, Verdict.GOOD, f"{version} ({source}), schema {revision}")


async def _event_log(settings: Settings) -> Finding:
    name = "event log"
    if settings.redis.url is None:
        return Finding(name, Verdict.GOOD, "in memory, for one process")
    log = open_event_log(settings.redis.url.get_secret_value(), SystemClock())
    try:
        await log.ping()
    except EventLogUnavailableError:
        return Finding(name, Verdict.BAD, "Redis does not answer", "Start it, or correct CONVOSPHERE_REDIS_URL.")
    finally:
        await log.close()
    return Finding(name, Verdict.GOOD, "Redis answers")


async def _storage(settings: Settings) -> Finding:
    name = "file storage"
    storage = Storage(settings)
    if settings.storage.url is None:
        # The data directory was tried before.
        return Finding(name, Verdict.GOOD, storage.place)
    try:
        await storage.probe()
    except StorageUnavailableError as error:
        says = str(error.params.get("says", "does not answer"))
        return Finding(name, Verdict.BAD, f"{storage.place}: {says}", "Correct CONVOSPHERE_STORAGE_URL and its keys.")
    return Finding(name, Verdict.GOOD, f"{storage.place}: written and read")


async def _scanner(settings: Settings) -> Finding:
    name = "virus scanner"
    address = settings.files.clamav
    if address is None:
        return Finding(
            name, Verdict.NOTE, "none; files are not scanned", "Set CONVOSPHERE_FILES_CLAMAV to scan with ClamAV."
        )
    try:
        await Clamav(address, seconds=5).ping()
    except ScannerUnavailableError as error:
        mend = "Start clamd, or correct CONVOSPHERE_FILES_CLAMAV. Until then no file passes its check."
        return Finding(name, Verdict.BAD, f"{address}: {error}", mend)
    return Finding(name, Verdict.GOOD, f"{address} answers")


async def _web_client(_settings: Settings) -> Finding:
    name = "web client"
    if (BUILD / "index.html").exists():
        return Finding(name, Verdict.GOOD, "built")
    return Finding(name, Verdict.BAD, "not built", "`make run` builds it.")


async def _mail(settings: Settings) -> Finding:
    name = "mail"
    mailer = open_mailer(settings.mail)
    if not mailer.available:
        return Finding(
            name, Verdict.NOTE, "not set up; administrators hand over links", "Set CONVOSPHERE_MAIL_HOST to send mail."
        )
    return Finding(name, Verdict.GOOD, f"through {settings.mail.host}:{settings.mail.port}")
