"""`convosphere doctor`: really tries everything ConvoSphere depends on, and says how to mend what is wrong."""

import asyncio
import shutil
import sys

import psycopg

from convosphere.entry.cli.findings import Check, Finding, Verdict
from convosphere.entry.cli.services import SERVICES
from convosphere.entry.cli.session import FAILED, effective_settings, run_async
from convosphere.entry.static import BUILD
from convosphere.platform.database import DatabaseUrls, DataDirectoryInUseError, EmbeddedPostgres, EmbeddedPostgresError
from convosphere.platform.database.migrate import current_revision, head_revision
from convosphere.platform.secret_key import FILE
from convosphere.platform.security import KeyRing, WeakSecretError
from convosphere.platform.settings import Settings

_LEAST_FREE_BYTES = 1 << 30


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
    checks: tuple[Check, ...] = (_data_directory, _secret_key, _database, *SERVICES, _web_client)
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
    try:
        KeyRing(path.read_text().strip())
    except (OSError, ValueError) as error:
        says = str(error) if isinstance(error, WeakSecretError) else "cannot be read"
        mend = "Bring it back from a backup: what is stored encrypted opens with it alone."
        return Finding(name, Verdict.BAD, f"{path}: {says}", mend)
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
    except (EmbeddedPostgresError, OSError) as error:
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


async def _web_client(_settings: Settings) -> Finding:
    name = "web client"
    if (BUILD / "index.html").exists():
        return Finding(name, Verdict.GOOD, "built")
    return Finding(name, Verdict.BAD, "not built", "`make run` builds it.")
