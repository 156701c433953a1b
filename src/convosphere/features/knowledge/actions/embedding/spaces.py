"""Spaces: which one an embedder has now, which ones a version must be in."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.embeddings import EmbeddingError, TextKind
from convosphere.engines.llm import ProviderError
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.features.knowledge.actions.embedding.vectors import ask_model, failed, fingerprint_of
from convosphere.features.knowledge.repository import spaces
from convosphere.features.knowledge.types.spaces import EmbedderChoice, EmbedderKind, Space
from convosphere.features.models.actions import resolve_embedder
from convosphere.features.models.errors import ModelNotFoundError
from convosphere.features.models.types import Asker, CallContext, Purpose
from convosphere.platform.ids import new_id

_PROBE = "How long are vectors?"


async def probe_embedder(
    embedders: Embedders, organization_id: UUID, choice: EmbedderChoice, *, person_id: UUID | None, locale: str
) -> Space:
    """The space of an embedder as it is now, not stored yet: one text shows how long its vectors are.

    No transaction may be open. The same embedder with vectors of another length is another space.

    Raises:
        ModelNotFoundError, ModelUnavailableError: see there; the model is looked for on behalf of the person.
        EmbeddingFailedError: it does not embed now; its `cause` is the reason to show.
        LocalEmbedderOffError: see there.
    """
    if choice.kind is EmbedderKind.LOCAL:
        local = embedders.local()
        try:
            found = await local.describe()
        except EmbeddingError as error:
            raise failed(error) from error
        return Space(
            new_id(), organization_id, EmbedderKind.LOCAL, None, found.name, found.dimension, found.fingerprint
        )
    if choice.model_id is None:
        raise ModelNotFoundError
    platform = embedders.platform
    async with platform.database.transaction(organization_id) as session:
        model = await resolve_embedder(
            session, platform, organization_id, choice.model_id, asker=Asker(person_id), locale=locale
        )
    try:
        context = CallContext(organization_id, Purpose.KNOWLEDGE, person_id)
        (vector,) = await ask_model(embedders, context, model, [_PROBE], TextKind.PASSAGE)
    except ProviderError as error:
        raise failed(error) from error
    return Space(
        new_id(),
        organization_id,
        EmbedderKind.MODEL,
        model.id,
        model.display_name,
        len(vector),
        fingerprint_of(model),
    )


async def get_space(session: AsyncSession, organization_id: UUID, space_id: UUID) -> Space:  # noqa: ARG001 - the policy holds it
    """A space.

    Raises:
        NotFoundError: there is none (any more).
    """
    return await spaces.get_space(session, space_id)


async def spaces_of(
    session: AsyncSession,
    organization_id: UUID,  # noqa: ARG001 - the policy holds it
    base_ids: Collection[UUID],
) -> dict[UUID, Space | None]:
    """In which space each base is searched now; None: by words alone. One statement."""
    return await spaces.spaces_of(session, base_ids)


async def spaces_to_fill(session: AsyncSession, organization_id: UUID, base_id: UUID) -> list[Space]:  # noqa: ARG001 - the policy holds it
    """In which spaces a version is to be before it is found: the present one, and the one the base moves to."""
    return await spaces.spaces_to_fill(session, base_id)


async def missing_spaces(
    session: AsyncSession,
    organization_id: UUID,  # noqa: ARG001 - the policy holds it
    base_id: UUID,
    version_id: UUID,
) -> list[Space]:
    """Those in which the version is not. To be asked in the transaction that publishes it, the base's row locked."""
    return await spaces.missing_spaces(session, base_id, version_id)


async def note_embedded(session: AsyncSession, organization_id: UUID, space_id: UUID, version_id: UUID) -> None:
    """Says that all chunks of the version are staged in the space with their vectors."""
    await spaces.note_embedded(session, organization_id, space_id, version_id)


async def forget_embedded(session: AsyncSession, version_id: UUID) -> None:
    """Says that they are not any more: its chunks were cut anew."""
    await spaces.forget_embedded(session, version_id)
