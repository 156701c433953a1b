"""RTF: headings and lists with their numbers, tables, notes and comments beside what they are about."""

from convosphere.engines.documents.formats.rich_text.reading import packed_blocks, read_text

__all__ = ["packed_blocks", "read_text"]
