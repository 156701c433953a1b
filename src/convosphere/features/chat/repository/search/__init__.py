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
    Way,
    find_newest,
    find_ranked,
    known,
)
from convosphere.features.chat.repository.search.models import AnsweringRow, find_answering
from convosphere.features.chat.repository.search.narrow import Part, size_up
from convosphere.features.chat.repository.search.titles import find_titles

__all__ = [
    "INDEXED_CHARACTERS",
    "RANKED_HITS",
    "AnsweringRow",
    "IndexQuery",
    "Joined",
    "MatchRow",
    "Part",
    "ScopedQuery",
    "SearchScope",
    "Way",
    "WordRow",
    "analyse",
    "find_answering",
    "find_newest",
    "find_ranked",
    "find_titles",
    "key_of",
    "known",
    "size_up",
]
