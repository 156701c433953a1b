"""The search index: the one place that touches it (docs/decisions/0004 and 0032)."""

from convosphere.features.chat.repository.search.asked import (
    IndexQuery,
    Joined,
    ScopedQuery,
    SearchScope,
    WordRow,
    analyse,
    key_of,
)
from convosphere.features.chat.repository.search.messages import (
    INDEXED_CHARACTERS,
    RANKED_HITS,
    MatchRow,
    find_newest,
    find_ranked,
    known,
)
from convosphere.features.chat.repository.search.titles import find_titles

__all__ = [
    "INDEXED_CHARACTERS",
    "RANKED_HITS",
    "IndexQuery",
    "Joined",
    "MatchRow",
    "ScopedQuery",
    "SearchScope",
    "WordRow",
    "analyse",
    "find_newest",
    "find_ranked",
    "find_titles",
    "key_of",
    "known",
]
