"""Slips of the finger: for words of a question that stand in nothing it may find, words one slip away that do.

It is asked of what the question may find: a word of a text that somebody may not read is not offered; nor does it keep
their own from being offered, as long as it is rare (looking up a frequent one would cost every search more than it
saves).
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.retrieval.analysis.typos import doubtful, terms_nearby
from convosphere.engines.retrieval.bm25 import number_of
from convosphere.engines.retrieval.types import Correction, Query

# A word that stands in more passages of the organisation is none that nobody wrote; others are looked up one by one.
_RARE: Final = 200
# Words of one question whose neighbours are asked for; each costs some milliseconds.
_MOST_CORRECTED: Final = 3
# Neighbours that stand somewhere and are looked up in what may be found, the more frequent first; and those taken.
_MOST_LOOKED_UP: Final = 12
_MOST_TAKEN: Final = 4
# Beside words as they were typed.
_WEIGHT: Final = 0.8

_STANDING = text(
    "SELECT term, chunks FROM retrieval_terms"
    " WHERE organization_id = :organization_id AND term = ANY(:numbers) AND chunks > 0"
)
_READABLE = """
    SELECT number FROM unnest(CAST(:numbers AS integer[])) AS number
     WHERE EXISTS (
           SELECT FROM retrieval_chunks AS chunk
             CROSS JOIN LATERAL (
                  SELECT FROM retrieval_documents AS document
                   WHERE document.document_id = chunk.document_id AND document.version_id = chunk.version_id
                     AND {permitted} OFFSET 0) AS document
            WHERE chunk.terms @> ARRAY[number] AND chunk.organization_id = :organization_id)
"""


async def correct(
    session: AsyncSession,
    query: Query,
    permitted: tuple[str, Mapping[str, Any]],
    asked: dict[int, float],
    chunks_with: dict[int, int],
    *,
    all_readable: bool,
) -> Sequence[Correction]:
    """Looks for slips. What is looked for instead is added to `asked`, and how often it stands to `chunks_with`.

    `permitted`: the condition on `retrieval_documents`, and its values. `all_readable`: it permits everything.
    """
    organization_id = query.organization_id
    words = {
        token: tuple({number_of(organization_id, term) for term in terms} for terms in kinds)
        for token, kinds in doubtful(query.text, query.language)
    }
    most = 0 if all_readable else _RARE
    rare = {
        token: numbers
        for token, numbers in words.items()
        if max(chunks_with.get(number, 0) for number in numbers[0]) <= most
    }
    if not rare:
        return ()
    # Also of what is counted nowhere: it may have come just now.
    there = await _readable(session, permitted, {number for own, other in rare.values() for number in own | other})
    # Of a compound all parts may stand there; of a mistyped one, one may.
    missing = [
        token for token, (own, other) in rare.items() if there.isdisjoint(own) and not (other and other <= there)
    ][:_MOST_CORRECTED]
    corrections = []
    for token in missing:
        near = await asyncio.to_thread(_numbers_nearby, organization_id, token.text)
        rows = await session.execute(_STANDING, {"organization_id": organization_id, "numbers": list(near)})
        often = dict(sorted(((row[0], row[1]) for row in rows), key=lambda each: -each[1])[:_MOST_LOOKED_UP])
        readable = await _readable(session, permitted, often) if often else set()
        # In the order in which slips are likely.
        taken = [number for number in near if number in readable][:_MOST_TAKEN]
        if taken:
            asked |= dict.fromkeys((number for number in taken if number not in asked), _WEIGHT)
            chunks_with |= {number: often[number] for number in taken}
            corrections.append(Correction(token.start, token.end, tuple(dict.fromkeys(near[each] for each in taken))))
    return corrections


def _numbers_nearby(organization_id: UUID, word: str) -> dict[int, str]:
    return {number_of(organization_id, term): other for term, other in terms_nearby(word).items()}


async def _readable(
    session: AsyncSession, permitted: tuple[str, Mapping[str, Any]], numbers: Collection[int]
) -> set[int]:
    """Those of the terms that stand in something the question may find."""
    condition, values = permitted
    rows = await session.execute(_statement(condition), {**values, "numbers": sorted(numbers)})
    return {row[0] for row in rows}


@lru_cache(500)
def _statement(condition: str) -> TextClause:
    return text(_READABLE.format(permitted=condition))
