"""Names of streams of the event log."""

from uuid import UUID


def base_stream(base_id: UUID) -> str:
    """What happens to the documents of a base, for all who may read it: ids and states, no content."""
    return f"base:{base_id}"
