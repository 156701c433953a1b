"""Which reader has read a text: a number for each format, kept with the text.

It grows when reading a file of that format anew finds more, or finds it better; texts with a smaller one are known as
read by an older reader, and can be read again. Texts of any format with the number 0 were cut before passages knew
where in them each page begins.
"""

from collections.abc import Mapping
from typing import Final

FIRST_READER: Final = 1

_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument"

# Media type → number; all others are read as they always were.
READERS: Final[Mapping[str, int]] = {
    # Lists, numbers, notes and comments where they stand.
    f"{_OPEN_XML}.wordprocessingml.document": 2,
    f"{_OPEN_XML}.presentationml.presentation": 2,
    f"{_OPEN_DOCUMENT}.text": 2,
    # Comments, hidden sheets.
    f"{_OPEN_XML}.spreadsheetml.sheet": 2,
    f"{_OPEN_DOCUMENT}.spreadsheet": 2,
    # Not read at all before.
    **dict.fromkeys(("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"), 2),
    # Archives among what is attached.
    "message/rfc822": 2,
    # What is attached, like that of mails; messages within messages.
    "application/vnd.ms-outlook": 2,
    # In what encoding they say they are written, without a mark, or piece by piece.
    **dict.fromkeys(
        (
            "text/plain",
            "text/markdown",
            "text/html",
            "text/csv",
            "text/tab-separated-values",
            "application/json",
        ),
        2,
    ),
    # Notes, numbers of headings, lists, tables.
    "application/rtf": 2,
    f"{_OPEN_DOCUMENT}.presentation": 2,
}


def reader_number(media_type: str) -> int:
    """The number of the reader that reads this format now."""
    return READERS.get(media_type, FIRST_READER)
