"""Learns from providers' counts how far off the estimate of tokens is, for each model."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import CallRecord, Outcome
from convosphere.features.models import repository
from convosphere.features.models.events import TokensReported
from convosphere.features.models.repository import Compared
from convosphere.features.models.types import BUILTIN
from convosphere.platform.events import publish

_COMPARED = "convosphere.models.compared_counts"
# Less text is mostly what a provider wraps around it.
_LEAST_COMPARED = 50
# Somebody's mistake, not a tokeniser.
_ABSURD = 20


def compare_count(session: AsyncSession, organization_id: UUID, call: CallRecord) -> None:
    """Notes what a provider counted beside what we estimated; taken in just before the commit."""
    estimated, reported = call.estimated_input, call.usage.input_tokens
    if estimated is None or call.usage.estimated or call.provider == BUILTIN or call.outcome is not Outcome.COMPLETED:
        return
    if estimated < _LEAST_COMPARED or not estimated / _ABSURD < reported < estimated * _ABSURD:
        return
    waiting: list[Compared] = session.info.setdefault(_COMPARED, [])
    waiting.append(Compared(UUID(call.connection_id), call.model, estimated, reported))
    if len(waiting) == 1:
        publish(session, TokensReported(organization_id=organization_id))


async def learn_counts(session: AsyncSession, organization_id: UUID) -> None:
    """Takes in the counts that were noted in this transaction."""
    noted: list[Compared] = session.info.pop(_COMPARED, [])
    await repository.learn_counts(session, organization_id, noted)
