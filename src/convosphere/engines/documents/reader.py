"""The way in: files are read, their pages drawn, archives unpacked. What a child reports is checked like input."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from convosphere.engines.documents.document import Document
from convosphere.engines.documents.process import full, run
from convosphere.engines.documents.types import (
    Content,
    Fault,
    Limits,
    Member,
    Output,
    PageImage,
    Reading,
    UnpackLimits,
    UnreadableError,
    Word,
)
from convosphere.platform.disk import FULL

if TYPE_CHECKING:
    from convosphere.engines.documents.formats.sniffing import Found

_OUTPUTS: Final = ("original", "preview", "model", "text")
# Somebody waits for it.
_DRAWING: Final = Limits(seconds=30, ocr=True)
# More words than on any page.
_MOST_WORDS: Final = 20_000
# Larger texts get a process too: no clock ends a thread, and some texts take the square of their size to parse.
_SMALL_BYTES: Final = 64 * 1024


class DocumentReader:
    """Reads files, only so many at the same time."""

    def __init__(self, *, processes: int) -> None:
        self._places = asyncio.Semaphore(processes)

    async def read(self, path: Path, name: str, limits: Limits) -> Reading:
        """Finds out what a file is and takes out what can be used.

        Args:
            path: the file. What is made of it comes into the same folder, which belongs to this reading alone.
            name: as it was given; decides among kinds of text only.
            limits: see there.

        Raises:
            UnreadableError: broken, hostile, or too much for the limits.
            StorageFullError: this machine's disk is full.
        """
        report = await _here(path, name, limits)
        if report is None:
            async with self._places:
                report = await run("read", path, limits, name=name)
        return await asyncio.to_thread(_reading, report, path.parent)

    def read_small(self, path: Path, name: str, limits: Limits) -> tuple[str, Document] | None:
        """The media type and the text of a small plain text, which takes milliseconds; None: this needs `read`.

        Blocks: not in the event loop. Leaves nothing beside the file.

        Raises:
            UnreadableError: see `read`.
        """
        found = _small(path, name)
        if found is None:
            return None
        from convosphere.engines.documents.formats.small import read_document  # noqa: PLC0415 - see `_small`

        document = read_document(path, limits, found)
        return None if document is None else (found.media_type, document)

    async def render_page(
        self,
        path: Path,
        page: int,
        width: int,
        passage: str | None = None,
        words: Sequence[Word] | None = None,
    ) -> PageImage:
        """Draws a page of a PDF, a picture, or a page of a fax (TIFF).

        Args:
            path: the file. The picture comes into the same folder, which belongs to this call alone.
            page: from 1.
            width: in pixels, at most 2,400; the picture of a very long page is smaller.
            passage: its place is marked by boxes, whatever hyphens, line breaks and ligatures are between its letters.
            words: of a page that is a picture of text, as they were recognised before; without them they are
                recognised now, which takes about a second, and handed out.

        Raises:
            UnreadableError: broken, protected, or there is no such page (`EMPTY`).
        """
        async with self._places:
            report = await run("render", path, _DRAWING, page=page, width=width, passage=passage, words=words)
        return await asyncio.to_thread(_page_image, report, path.parent)

    async def unpack(self, path: Path, limits: UnpackLimits) -> list[Member]:
        """Unpacks a zip or tar, packed or not, into the folder `members` beside it, and archives within it.

        Links and devices are left out.

        Raises:
            UnreadableError: no archive (`UNKNOWN_KIND`), broken, encrypted, or more than the limits allow.
        """
        async with self._places:
            report = await run("unpack", path, limits)
        return await asyncio.to_thread(_members, report, path.parent / "members", limits)


async def _here(path: Path, name: str, limits: Limits) -> dict[str, Any] | None:
    try:
        return await asyncio.to_thread(_read_here, path, name, limits)
    except OSError as error:
        if error.errno in FULL:
            raise full(path.parent) from error
        raise


def _read_here(path: Path, name: str, limits: Limits) -> dict[str, Any] | None:
    """The report on a small plain text; None: this needs a process."""
    found = _small(path, name)
    if found is None:
        return None
    from convosphere.engines.documents.formats import examine  # noqa: PLC0415 - see `_small`

    return examine(path, name, limits, found)


def _small(path: Path, name: str) -> "Found | None":
    """What a small plain text is; None: it is none."""
    # Not above: formats are loaded when the first file comes.
    from convosphere.engines.documents.formats.sniffing import sniff_text  # noqa: PLC0415 - see above

    if path.stat().st_size > _SMALL_BYTES:
        return None
    found = sniff_text(path, name)
    return found if found is not None and found.content in {Content.TEXT, Content.CODE} else None


def _reading(report: dict[str, Any], folder: Path) -> Reading:
    """A process that a file has taken over can lie, but not name files outside of its folder."""
    try:
        outputs = {name: _output(report[name], name, folder) for name in _OUTPUTS if report.get(name) is not None}
        return Reading(
            content=Content(report["content"]),
            media_type=str(report["media_type"])[:200],
            width=_count(report, "width"),
            height=_count(report, "height"),
            pages=_count(report, "pages"),
            characters=_count(report, "characters"),
            truncated=bool(report.get("truncated")),
            note=None if report.get("note") is None else Fault(report["note"]),
            **outputs,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise _senseless(error) from error


def _output(entry: dict[str, Any], name: str, folder: Path) -> Output:
    return Output(folder / f"{name}.out", str(entry["media_type"])[:200])


def _page_image(report: dict[str, Any], folder: Path) -> PageImage:
    try:
        boxes = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in report["boxes"])
        words = None
        if report.get("words") is not None:
            words = tuple(
                (str(text)[:200], (float(a), float(b), float(c), float(d)))
                for text, (a, b, c, d) in report["words"][:_MOST_WORDS]
            )
        counts = {name: int(_count(report, name) or 0) for name in ("width", "height", "pages")}
    except (KeyError, ValueError, TypeError) as error:
        raise _senseless(error) from error
    _check_file(folder / "page.out")
    return PageImage(folder / "page.out", **counts, boxes=boxes, words=words)


def _members(report: dict[str, Any], folder: Path, limits: UnpackLimits) -> list[Member]:
    members: list[Member] = []
    try:
        entries = [(tuple(map(str, entry["parts"])), entry["size"]) for entry in report["members"]]
    except (KeyError, ValueError, TypeError) as error:
        raise _senseless(error) from error
    if len(entries) > limits.entries:
        raise UnreadableError(Fault.TOO_MUCH_INSIDE, "more entries than allowed")
    for number, (parts, size) in enumerate(entries):
        file = folder / str(number)
        if not parts or any(part in {"", ".", ".."} or "/" in part for part in parts):
            raise UnreadableError(Fault.DAMAGED, "a member's name leads elsewhere")
        if _check_file(file) != size:
            raise UnreadableError(Fault.DAMAGED, "a member is not as large as reported")
        members.append(Member(parts, size, file))
    return members


def _check_file(path: Path) -> int:
    # Not through a link: the process that made it may have been taken over by the file.
    if path.is_symlink() or not path.is_file():
        raise UnreadableError(Fault.DAMAGED, f"its reader made no {path.name}")
    return path.stat().st_size


def _count(report: dict[str, Any], name: str) -> int | None:
    value = report.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError(name)
    return value


def _senseless(error: Exception) -> UnreadableError:
    return UnreadableError(Fault.DAMAGED, f"its reader's report makes no sense: {error}")
