"""Tables for other programs: CSV (RFC 4180) that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable
from typing import Final

# Spreadsheets take the file for something else than UTF-8 without it.
_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
# A cell that begins so is a formula to a spreadsheet, whoever wrote it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_rows(rows: Iterable[Iterable[object]], *, mark: bool = False) -> bytes:
    """Rows as bytes; `mark` where the file begins."""
    written = io.StringIO(newline="")
    if mark:
        written.write(_MARK)
    csv.writer(written).writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _safe(cell: object) -> object:
    """The cell as text to every reader: what looks like a formula gets the sign that says it is none."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
