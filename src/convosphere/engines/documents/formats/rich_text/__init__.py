"""RTF: headings and lists with their numbers, tables, notes and comments beside what they are about."""

from convosphere.engines.documents.formats.rich_text.reading import read_text

__all__ = ["read_text"]
