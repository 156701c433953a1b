"""Turns rows into what the API and the events show."""

from convosphere.features.files.schemas import Attachment, FileProblem
from convosphere.features.files.tables import File
from convosphere.features.files.types import FileKind, FileStatus, Variant
from convosphere.platform.i18n import translate


def present_file(row: File, locale: str) -> Attachment:
    """A file; why it was refused in the language `locale`."""
    return Attachment(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        kind=FileKind(row.kind),
        status=FileStatus(row.status),
        width=row.width,
        height=row.height,
        pages=row.pages,
        has_preview=Variant.PREVIEW in row.variants,
        problem=_problem(row, locale),
        created_at=row.created_at,
    )


def _problem(row: File, locale: str) -> FileProblem | None:
    if row.problem_code is None:
        return None
    params = row.problem_params or {}
    key = f"files.problems.{row.problem_code}"
    return FileProblem(
        code=row.problem_code,
        title=translate(f"{key}.title", locale, **params),
        detail=translate(f"{key}.detail", locale, **params),
    )
