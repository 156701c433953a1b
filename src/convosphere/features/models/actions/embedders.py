"""Models that embed: which there are, and the way to one."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.models import repository
from convosphere.features.models.actions.choice import resolved
from convosphere.features.models.types import Asker, ResolvedModel
from convosphere.platform.context import Platform


async def resolve_embedder(
    session: AsyncSession,
    platform: Platform,
    organization_id: UUID,
    model_id: UUID,
    *,
    asker: Asker | None,
    locale: str,
) -> ResolvedModel:
    """The way to a model that embeds, its key decrypted. Nobody stands in for it: vectors of two models do not mix.

    `asker` None: for work that was decided by somebody who might use it.

    Raises:
        ModelNotFoundError: there is none, it is another organisation's, or it is not open to the asker.
        ModelUnavailableError: it cannot be asked; the kind says why.
    """
    model, connection = await repository.get_model(session, organization_id, model_id, asker)
    return resolved(platform, model, connection, locale, "embedding")
