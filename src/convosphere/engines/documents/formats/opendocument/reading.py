"""From an OpenDocument text or presentation to a document; its tree is never whole in memory."""

import zipfile
from pathlib import Path
from typing import Final

from convosphere.engines.documents.document import Document
from convosphere.engines.documents.formats.asides import asides_of
from convosphere.engines.documents.formats.bounds import within
from convosphere.engines.documents.formats.opendocument.blocks import Reader
from convosphere.engines.documents.formats.opendocument.slides import Slides
from convosphere.engines.documents.formats.packages import look_over
from convosphere.engines.documents.formats.trees import BROKEN, child, children, local, parse
from convosphere.engines.documents.types import Fault, Limits, UnreadableError

_META: Final = "meta.xml"
_ABOUT: Final = {
    "title": "title",
    "initial-creator": "author",
    "creator": "author",
    "creation-date": "created",
    "date": "modified",
    "subject": "subject",
    "keyword": "keywords",
}
_MOST_METADATA: Final = 500


def read_text(path: Path, limits: Limits) -> Document:
    """Blocks as they are seen; what was deleted is not, and neither is what is hidden.

    Raises:
        UnreadableError: broken, protected, or it holds more than the limits allow.
    """
    warnings = look_over(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            reader = Reader(archive)
            kept, cut = within(reader.blocks(), limits)
            about = about_of(archive)
    except BROKEN as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error
    return Document.of(
        kept,
        truncated=cut,
        title=about.pop("title", None),
        metadata=about,
        warnings=(*warnings, Fault.TRUNCATED) if cut else warnings,
    )


def read_slides(path: Path, limits: Limits) -> Document:
    """Slides are pages: what is shown, what is said at them, what was remarked on them.

    Raises:
        UnreadableError: see `read_text`.
    """
    warnings, asides = look_over(path, limits), asides_of(path)
    try:
        with zipfile.ZipFile(path) as archive:
            slides = Slides(archive)
            kept, cut = within(asides.among(slides.blocks()), limits)
            about = about_of(archive)
    except BROKEN as error:
        raise UnreadableError(Fault.DAMAGED, f"{type(error).__name__}: {error}"[:300]) from error
    hidden = (Fault.HIDDEN_PARTS,) if asides.hidden else ()
    return Document.of(
        kept,
        pages=slides.count or None,
        truncated=cut,
        title=about.pop("title", None),
        metadata=about,
        warnings=(*warnings, *hidden, *((Fault.TRUNCATED,) if cut else ())),
    )


def about_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """What the file says about itself."""
    found: dict[str, str] = {}
    if _META in archive.namelist():
        for each in children(child(parse(archive, _META), "meta")):
            name, text = _ABOUT.get(local(each)), " ".join((each.text or "").split())[:_MOST_METADATA]
            # Who began it stands before who changed it last.
            if name is not None and text and not (name == "author" and local(each) == "creator" and name in found):
                found[name] = text
    return found
