"""What is put on paper, and in which forms."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The forms; the value is also the file's suffix but for Markdown's."""

    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with an utterance: what is said of it, and where it lies beside the document."""

    note: str
    # A relative address; none: it is not there.
    link: str | None = None
    # A small picture of it as a `data:` address, or nothing.
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One utterance: who, a line of small print, the text as Markdown, remarks below it, and what came with it."""

    heading: str
    detail: str
    body: str
    notes: tuple[str, ...] = ()
    # Set apart from the answers, as on the screen.
    asked: bool = False
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """All that stands below it, in words."""
        return (*(each.note for each in self.enclosures), *self.notes)


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. All texts are plain but the parts' bodies; nothing in them is trusted."""

    title: str
    # A BCP 47 tag: the language of headings and small print.
    language: str
    # What stands below the title: name and value.
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


class PrintingError(Exception):
    """This paper could not be put into this form; the message says why, for logs."""
