"""First stage: what arrived is put together, scanned, and leaves quarantine."""

import asyncio
import hashlib
from pathlib import Path

from convosphere.engines.antivirus import TooLargeToScanError
from convosphere.features.knowledge.actions import places
from convosphere.features.knowledge.actions.ingest.work import Run, StageFailedError
from convosphere.features.knowledge.events import DocumentInfected
from convosphere.features.knowledge.types import Stage
from convosphere.platform.events import publish
from convosphere.platform.storage import ObjectMissingError


async def check(run: Run) -> None:
    """Ends with the original where checked ones lie.

    Raises:
        StageFailedError: it is not taken.
        ScannerUnavailableError, StorageUnavailableError: it is away; the content stays in quarantine.
    """
    version = run.work.version
    storage = run.desk.platform.storage
    path = run.folder / "content"
    arrived = [str(key) for key in version.arrived]
    try:
        size = await storage.fetch(arrived, path)
    except ObjectMissingError:
        raise StageFailedError("document_content_lost") from None
    digest = await asyncio.to_thread(_digest, path)
    await _scan(run, path, digest)
    await storage.put_file(places.original(run.key.organization_id, version.content_id), path)
    await run.step(stage=Stage.READING, percent=5, size=size, sha256=digest, arrived=[])
    run.content = path
    await run.done_with(arrived)


async def _scan(run: Run, path: Path, digest: bytes) -> None:
    if run.desk.scanner is None:
        return
    try:
        verdict = await run.desk.scanner.scan(path)
    except TooLargeToScanError:
        raise StageFailedError("document_too_large_to_scan") from None
    if verdict.signature is None:
        return
    version = run.work.version
    signature = verdict.signature[:200]
    async with run.desk.platform.database.transaction(run.key.organization_id) as session:
        publish(
            session,
            DocumentInfected(
                organization_id=run.key.organization_id,
                actor_id=version.created_by,
                subject_id=str(version.document_id),
                name=version.name,
                sha256=digest.hex(),
                signature=signature,
            ),
        )
    await run.desk.platform.storage.delete(*(str(key) for key in version.arrived))
    raise StageFailedError("document_infected", signature=signature)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
