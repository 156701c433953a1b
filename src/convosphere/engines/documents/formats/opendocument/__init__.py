"""OpenDocument texts: headings and lists with their numbers, tables, notes and comments beside what they are about."""

from convosphere.engines.documents.formats.opendocument.reading import read_text

__all__ = ["read_text"]
