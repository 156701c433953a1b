"""OpenDocument texts and presentations: headings and lists with their numbers, tables, notes in their places."""

from convosphere.engines.documents.formats.opendocument.reading import read_slides, read_text

__all__ = ["read_slides", "read_text"]
