"""Turns rows into what the API and the events show."""

from typing import Any

from convosphere.features.transfer.schemas import (
    ExportOut,
    FindingOut,
    ImportOut,
    Report,
    ReportFinding,
    ReportOut,
    TransferProblem,
)
from convosphere.features.transfer.tables import Export, Import
from convosphere.features.transfer.types import ExportFormat, ExportStatus, FindingCode, ImportStatus, Source
from convosphere.platform.i18n import has_text, translate


def present_export(row: Export, locale: str) -> ExportOut:
    """An export for its owner."""
    return ExportOut(
        id=row.id,
        name=row.name,
        format=ExportFormat(row.format),
        status=ExportStatus(row.status),
        done=row.done,
        total=row.total,
        simplified=row.simplified,
        file_name=row.file_name,
        size=row.size,
        problem=_problem(row.problem_code, {}, locale),
        created_at=row.created_at,
        finished_at=row.finished_at,
        expires_at=row.expires_at,
    )


def present_import(row: Import, locale: str) -> ImportOut:
    """An import for its owner."""
    return ImportOut(
        id=row.id,
        name=row.name,
        size=row.size,
        uploaded=row.uploaded,
        status=ImportStatus(row.status),
        source=None if row.source is None else Source(row.source),
        done=row.done,
        total=row.total,
        report=None if row.report is None else _report(Report.model_validate(row.report), locale),
        imported=row.imported,
        problem=_problem(row.problem_code, row.problem_params or {}, locale),
        created_at=row.created_at,
        finished_at=row.finished_at,
        expires_at=row.expires_at,
    )


def _report(report: Report, locale: str) -> ReportOut:
    return ReportOut(
        conversations=report.conversations,
        messages=report.messages,
        already_there=report.already_there,
        changed=report.changed,
        problems=[_finding(finding, locale) for finding in report.findings],
        more_problems=report.more_findings,
    )


def _finding(finding: ReportFinding, locale: str) -> FindingOut:
    where = finding.title or None
    if where is None and finding.number is not None:
        where = translate("import_findings.number", locale, number=finding.number)
    message = translate(
        f"import_findings.{finding.code}", locale, count=finding.count, detail=_grouped(finding, locale)
    )
    return FindingOut(code=finding.code, conversation=where, message=message)


def _grouped(finding: ReportFinding, locale: str) -> str:
    """The detail; a place in the file with the language's mark between thousands."""
    placed = finding.code in {FindingCode.CUT, FindingCode.BROKEN_JSON, FindingCode.TEXT_TOO_LONG}
    return finding.detail.replace(",", ".") if placed and locale.startswith("de") else finding.detail


def _problem(code: str | None, params: dict[str, Any], locale: str) -> TransferProblem | None:
    if code is None:
        return None
    known = code if has_text(f"errors.{code}.title") else "internal_error"
    return TransferProblem(
        code=code,
        title=translate(f"errors.{known}.title", locale, **params),
        detail=translate(f"errors.{known}.detail", locale, **params),
    )
