"""The jobs of an import: the dry run, which only counts, and the real one, which stores.

Both read the file from the beginning. The real one stores some conversations together with the note where they came
from, so that a run that was interrupted goes on behind what it has stored.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.actions.importer import Importer
from convosphere.features.chat.actions.importing import (
    Incoming,
    import_conversations,
    own_conversations,
    tell_imported,
)
from convosphere.features.transfer import repository
from convosphere.features.transfer.actions.reading import Step
from convosphere.features.transfer.actions.run import Run, close_import, fail_import, open_run
from convosphere.features.transfer.actions.tally import Tally
from convosphere.features.transfer.errors import NoConversationsError, UnreadableImportError
from convosphere.features.transfer.events import ChatsImported
from convosphere.features.transfer.rules.sources import Converted
from convosphere.features.transfer.schemas import Report, ReportFinding
from convosphere.features.transfer.tables import Import, ImportedConversation
from convosphere.features.transfer.types import FindingCode, ImportStatus, Source, TransferKey
from convosphere.platform.context import Platform
from convosphere.platform.events import publish


async def inspect_import(platform: Platform, key: TransferKey) -> None:
    """The dry run: what would come, what is there already, what is wrong."""
    async with open_run(platform, key, ImportStatus.INSPECTING) as run:
        if run is None:
            return
        tally = Tally()
        async for steps in run.batches():
            await _count(platform, run, steps, tally)
            await run.tell(steps[-1])
        report = tally.report.model_dump(mode="json")
        if tally.source is None:
            await run.step(report=report)
            broken = any(finding.code is FindingCode.BROKEN_JSON for finding in tally.report.findings)
            raise UnreadableImportError if broken else NoConversationsError
        expires = platform.clock.now() + timedelta(days=platform.settings.transfer.keep_days)
        await run.step(status=ImportStatus.INSPECTED, source=tally.source, report=report, expires_at=expires)


async def carry_out_import(platform: Platform, key: TransferKey) -> None:
    """The real run: stores what is not there yet."""
    async with open_run(platform, key, ImportStatus.IMPORTING) as run:
        if run is None:
            return
        imported = run.row.imported
        async for steps in run.batches():
            imported = await _take_in(platform, key, run, steps, imported)
            await run.tell(steps[-1])
        await _finish(platform, key, run, imported)


# What a batch consists of is let go of when these two return.


async def _count(platform: Platform, run: Run, steps: Sequence[Step], tally: Tally) -> None:
    converted = [step.converted for step in steps if step.converted is not None]
    async with platform.database.transaction(run.importer.organization_id) as session:
        known = await _known(session, run.importer, converted)
    for step in steps:
        tally.add(step.findings)
        if step.converted is not None:
            tally.count(step.converted, known)


async def _take_in(platform: Platform, key: TransferKey, run: Run, steps: Sequence[Step], imported: int) -> int:
    """How many conversations have come with these, too."""
    files = await _bring_files(platform, run, steps)
    async with platform.database.transaction(key.organization_id) as session:
        stored = await _store(session, platform, run.importer, steps, files)
        if stored:
            # In the same transaction: after an interruption the count is true, too.
            await repository.step_import(session, key.id, ImportStatus.IMPORTING, imported=imported + stored)
    return imported + stored


async def give_up(platform: Platform, key: TransferKey, code: str = "import_failed") -> None:
    """Every attempt has failed, or none can succeed: nobody waits for it any more."""
    await fail_import(platform, key, code)


async def _known(
    session: AsyncSession, importer: Importer, converted: Sequence[Converted]
) -> set[tuple[str, str, bytes]]:
    """Which of these the person has: by the note of an import, or because they are the originals of an own export."""
    known = await repository.known_origins(
        session, importer.person_id, [(each.source, each.source_id) for each in converted]
    )
    originals = {
        found: each for each in converted if each.source is Source.CONVOSPHERE and (found := _uuid(each.source_id))
    }
    for own in await own_conversations(session, importer, list(originals)):
        each = originals[own]
        known.add((each.source, each.source_id, each.content_hash))
    return known


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _bring_files(platform: Platform, run: Run, steps: Sequence[Step]) -> dict[int, dict[str, UUID]]:
    """The files of those conversations that are not there yet, by the identity of what was read."""
    carrying = [
        step
        for step in steps
        if step.converted is not None and any(each.attachments for each in step.converted.conversation.messages)
    ]
    if not carrying or run.row.source != Source.CONVOSPHERE:
        return {}
    async with platform.database.transaction(run.importer.organization_id) as session:
        known = await _known(session, run.importer, [step.converted for step in carrying if step.converted])
    brought = {}
    for step in carrying:
        each = step.converted
        if each is not None and (str(each.source), each.source_id, each.content_hash) not in known:
            brought[id(each)] = await run.unpacking.bring(each.conversation)
            await run.tell(step)
    return brought


async def _store(
    session: AsyncSession,
    platform: Platform,
    importer: Importer,
    steps: Sequence[Step],
    files: Mapping[int, Mapping[str, UUID]],
) -> int:
    converted = [step.converted for step in steps if step.converted is not None]
    if not converted:
        return 0
    known = await _known(session, importer, converted)
    new: list[Converted] = []
    for each in converted:
        origin = (str(each.source), each.source_id, each.content_hash)
        if origin not in known:
            known.add(origin)
            new.append(each)
    if not new:
        return 0
    incoming = [Incoming(each.conversation, files.get(id(each), {})) for each in new]
    ids = await import_conversations(session, platform, importer, incoming)
    origins = [
        ImportedConversation(
            organization_id=importer.organization_id,
            owner_id=importer.person_id,
            source=each.source,
            source_id=each.source_id,
            content_hash=each.content_hash,
            conversation_id=conversation_id,
        )
        for each, conversation_id in zip(new, ids, strict=True)
    ]
    await repository.add_origins(session, origins)
    tell_imported(session, platform, importer)
    return len(new)


async def _finish(platform: Platform, key: TransferKey, run: Run, imported: int) -> None:
    importer = run.importer

    def end(row: Import) -> None:
        if run.unpacking.left_out:
            report = Report.model_validate(row.report or {})
            report.findings.append(ReportFinding(code=FindingCode.MEDIA_LEFT_OUT, count=run.unpacking.left_out))
            row.report = report.model_dump(mode="json")
        row.status = ImportStatus.DONE
        row.done = row.total
        row.imported = imported

    def state(session: AsyncSession, row: Import) -> None:
        publish(
            session,
            ChatsImported(
                organization_id=importer.organization_id,
                actor_id=importer.person_id,
                subject_type="import",
                subject_id=str(key.id),
                source=row.source or "",
                conversations=imported,
            ),
        )

    await close_import(platform, key, end, state)
