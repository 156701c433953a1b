"""Names of streams that several features write to."""

from uuid import UUID


def person_stream(person_id: UUID) -> str:
    """The event log's stream of one person: what happens in their lists and to their files."""
    return f"person:{person_id}"
