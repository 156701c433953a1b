"""Notes what was searched for: for one's own history, for what is popular, and for the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.accounts.types import Actor
from convosphere.features.knowledge.repository.search import history
from convosphere.features.knowledge.types.passages import Grounded
from convosphere.platform.clock import Clock
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

_MOST_CHARACTERS = 1_000


# A year with the weeks to compare it with: longer nobody needs to know what was asked.
KEPT: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Searched:
    """A search that took place. `message_id`: it was made for this answer, and goes with it."""

    organization_id: UUID
    person_id: UUID
    question: str
    bases: Sequence[UUID]
    hits: int
    confidence: str
    message_id: UUID | None = None


def for_answer(found: Grounded, actor: Actor, message_id: UUID) -> Searched:
    """What was searched for an answer."""
    return Searched(
        organization_id=actor.organization_id,
        person_id=actor.person_id,
        question=found.question,
        bases=found.bases,
        hits=len(found.passages),
        confidence=found.confidence.value,
        message_id=message_id,
    )


def folded(question: str) -> str:
    """What counts as the same question."""
    return " ".join(question.lower().split())[:_MOST_CHARACTERS]


async def record_search(session: AsyncSession, clock: Clock, search: Searched) -> None:
    """Keeps a search. What nobody is to find later, a temporary conversation's, is not to be given here."""
    await history.add_search(
        session,
        {
            "id": new_id(),
            "organization_id": search.organization_id,
            "person_id": search.person_id,
            "via": "search" if search.message_id is None else "chat",
            "message_id": search.message_id,
            "question": search.question[:_MOST_CHARACTERS],
            "folded": folded(search.question),
            "bases": sorted(search.bases),
            "hits": search.hits,
            "confidence": search.confidence,
            "created_at": clock.now(),
        },
    )


async def expire_searches(platform: Platform) -> None:
    """Removes searches whose time is over, in every organisation."""
    async with platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        async with platform.database.transaction(organization_id) as session:
            await history.forget_before(session, platform.clock.now() - KEPT)
