"""How long the vectors of each space are; the first one decides."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval.types import VectorDimensionError

# Where chunks without vectors are, for an index that keeps a place for each space.
NO_SPACE: Final = UUID(int=0)

_SPACE = text(
    """
    WITH made AS (
        INSERT INTO retrieval_spaces (organization_id, space_id, dimension)
        SELECT :organization_id, :space_id, :dimension
         WHERE NOT EXISTS (SELECT FROM retrieval_spaces
                            WHERE organization_id = :organization_id AND space_id = :space_id)
        ON CONFLICT DO NOTHING)
    SELECT dimension FROM retrieval_spaces WHERE organization_id = :organization_id AND space_id = :space_id
    """
)
_SPACES = text(
    "SELECT space_id, dimension FROM retrieval_spaces"
    " WHERE organization_id = :organization_id AND (space_id = ANY(:space_ids) OR CAST(:every AS boolean))"
)
_FORGET = text("DELETE FROM retrieval_spaces WHERE organization_id = :organization_id AND space_id = :space_id")


async def claim_space(session: AsyncSession, organization_id: UUID, space_id: UUID, dimension: int) -> None:
    """Makes sure that the vectors of a space are `dimension` long; the first one decides.

    Raises:
        VectorDimensionError: they are not.
    """
    values = {"organization_id": organization_id, "space_id": space_id, "dimension": dimension}
    # The first time the row is not yet seen by the statement that writes it.
    known = (await session.execute(_SPACE, values)).scalar()
    if known is None:
        known = (await session.execute(_SPACE, values)).scalar_one()
    check_dimension(space_id, known, dimension)


def check_dimension(space_id: UUID, expected: int, found: int) -> None:
    """Compares the length of a vector with that of its space.

    Raises:
        VectorDimensionError: they differ.
    """
    if expected != found:
        raise VectorDimensionError(space_id, expected, found)


def check_dimensions(vectors: Mapping[UUID, Sequence[float]], dimensions: Mapping[UUID, int]) -> None:
    """Compares a question's vectors with their spaces; a space without vectors yet fits every question.

    Raises:
        VectorDimensionError: one does not fit.
    """
    for space_id, vector in vectors.items():
        check_dimension(space_id, dimensions.get(space_id, len(vector)), len(vector))


async def dimensions_of(
    session: AsyncSession, organization_id: UUID, space_ids: Collection[UUID] | None
) -> dict[UUID, int]:
    """How long the vectors of these spaces (None: of all) are; what has no vector yet is left out."""
    values = {"organization_id": organization_id, "space_ids": list(space_ids or ()), "every": space_ids is None}
    rows = await session.execute(_SPACES, values)
    return {row[0]: row[1] for row in rows}


async def forget(session: AsyncSession, organization_id: UUID, space_id: UUID) -> None:
    """The next vector decides anew."""
    await session.execute(_FORGET, {"organization_id": organization_id, "space_id": space_id})
