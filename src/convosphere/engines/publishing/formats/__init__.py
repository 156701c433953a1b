"""The forms, each in its module; what they are made with is loaded when the first paper needs it."""

from pathlib import Path

from convosphere.engines.publishing.types import Format, Paper


def write(paper: Paper, form: Format, path: Path) -> None:
    """Writes a paper into a file. Blocks; with the libraries of its form it takes tens of megabytes."""
    match form:
        case Format.MARKDOWN:
            from convosphere.engines.publishing.formats import markdown  # noqa: PLC0415 - see above

            markdown.write(paper, path)
        case Format.HTML:
            from convosphere.engines.publishing.formats import html  # noqa: PLC0415 - see above

            html.write(paper, path)
        case Format.PDF:
            from convosphere.engines.publishing.formats import pdf  # noqa: PLC0415 - see above

            pdf.write(paper, path)
        case Format.DOCX:
            from convosphere.engines.publishing.formats import docx  # noqa: PLC0415 - see above

            docx.write(paper, path)
