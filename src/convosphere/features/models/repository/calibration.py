"""How far off the estimate of tokens is, for each model."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# What was learnt before loses this much of its weight with each call: models change under their names.
_FADING = 0.95

# A call never waits for another's count: what is not taken in just now is learnt from the next one. The same text is
# asked of a model thousands of times, so that a ratio which no longer moves is not written again.
_LEARN = text("""
    UPDATE models SET
        estimated_tokens = models.estimated_tokens * :fading + :estimated,
        reported_tokens = models.reported_tokens * :fading + :reported
    WHERE id = (
        SELECT id FROM models
        WHERE organization_id = :organization AND connection_id = :connection AND name = :name
        FOR NO KEY UPDATE SKIP LOCKED
    ) AND (
        models.estimated_tokens < 20000
        OR abs(reported_tokens / nullif(estimated_tokens, 0) - CAST(:reported AS float8) / :estimated) > 0.02
    )
""")


@dataclass(frozen=True, slots=True)
class Compared:
    """A call's input as we estimated it, and as the provider of this connection counted it."""

    connection_id: UUID
    model_name: str
    estimated: int
    reported: int


async def learn_counts(session: AsyncSession, organization_id: UUID, counts: Iterable[Compared]) -> None:
    """Adds to what is known of the models' estimates; a model that is gone, or busy, is passed over."""
    for each in counts:
        values = {"connection": each.connection_id, "name": each.model_name, "organization": organization_id}
        numbers = {"estimated": float(each.estimated), "reported": float(each.reported), "fading": _FADING}
        await session.execute(_LEARN, values | numbers)
