"""Searches that look at a part of one's messages: in some conversations, between two days, by one model.

How large the part is decides the way, and is counted first (up to a bound, in an index): the planner's guess is wrong
by thousands where a word is everywhere and the part is small, or the other way round.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat.repository.search.asked import SearchScope

# Of a part with fewer messages than this, all are looked at: exact, and cheaper than any index of words.
WHOLE_PART = 1500
# Up to so many messages, the newest of some conversations are found by going through each of them.
GATHERED = 5000

# The owner again, though folders are theirs already: without them the whole organisation's conversations are read.
IN_FOLDER = """
    WITH RECURSIVE inside AS (
        SELECT id FROM folders WHERE id = :folder_id AND owner_id = :owner_id
         UNION
        SELECT folders.id FROM folders JOIN inside ON folders.parent_id = inside.id)
    SELECT id FROM conversations WHERE owner_id = :owner_id AND folder_id IN (SELECT id FROM inside)"""
WITH_TAG = "SELECT conversation_id FROM conversation_tags WHERE tag_id = :tag_id"
_CONVERSATIONS = {
    "conversation_id": "SELECT id FROM conversations WHERE id = :conversation_id AND owner_id = :owner_id",
    "tag_id": WITH_TAG,
    "folder_id": IN_FOLDER,
}
_TIMES = {
    "as_of": "message.created_at <= :as_of",
    "since": "message.created_at >= :since",
    "until": "message.created_at < :until",
}
_NARROWING = ("conversation_id", "folder_id", "tag_id", "since", "until", "model_id", "model_name")


MODELS = {
    "model_id": """coalesce((SELECT ARRAY[CAST(id AS text), name, display_name] FROM models WHERE id = :model_id),
                            ARRAY[CAST(:model_id AS text)])""",
    "model_name": "ARRAY[CAST(:model_name AS text)]",
}


class Part(StrEnum):
    """How much a search looks at."""

    # Everything, or nearly: words first.
    ALL = "all"
    # More than can be looked through, but the newest are quickly found.
    SOME = "some"
    # So few that each is looked at.
    FEW = "few"


def is_narrow(scope: SearchScope) -> bool:
    """Whether there is anything to be counted."""
    return any(getattr(scope, name) is not None for name in _NARROWING)


def looks_into(scope: SearchScope) -> bool:
    """Whether some conversations are named, one by one or by what they have in common."""
    return any(getattr(scope, name) is not None for name in _CONVERSATIONS)


def model_names(scope: SearchScope) -> str | None:
    """An array of all that the wanted models are called where it is kept who answered; None: whoever answered."""
    return " || ".join(names for name, names in MODELS.items() if getattr(scope, name) is not None) or None


def _chosen(scope: SearchScope) -> str:
    queries = [query for name, query in _CONVERSATIONS.items() if getattr(scope, name) is not None]
    return " INTERSECT ".join(f"({query})" for query in queries)


# By the index of each conversation's messages alone, which has all that is asked for here.
_GATHERED = """
    SELECT found.message_id, found.created_at
      FROM (SELECT * FROM ({chosen}) AS every LIMIT {most}) AS one (id)
     CROSS JOIN LATERAL (
           SELECT message_id, created_at FROM message_index message WHERE message.conversation_id = one.id AND {times}
            ORDER BY created_at DESC, message_id DESC LIMIT {each} OFFSET 0) AS found
     LIMIT {most}
"""
# The newest of them, whole.
NEWEST_INSIDE = """
    SELECT message.* FROM (SELECT * FROM ({gathered}) AS found ORDER BY created_at DESC, message_id DESC LIMIT {walk})
           AS newest
     CROSS JOIN LATERAL (
           SELECT * FROM message_index WHERE message_id = newest.message_id OFFSET 0) AS message
     WHERE {condition}
"""
_BETWEEN = """
    SELECT FROM message_index message WHERE message.owner_id = :owner_id AND {times}
     ORDER BY created_at DESC, message_id DESC LIMIT {most}
"""
_BY_MODEL = """
    SELECT FROM message_models message
     WHERE message.owner_id = :owner_id AND {times} AND message.model = ANY({names}) LIMIT {most}
"""
_SIZE = "SELECT count(*) FROM ({part}) AS part"


def newest_inside(scope: SearchScope, condition: str, *, behind: str = "") -> str:
    """The newest messages of the conversations that are looked into, those `behind` a place if one is given."""
    return NEWEST_INSIDE.format(gathered=_gathered(scope, behind), walk=WHOLE_PART, condition=condition)


def _gathered(scope: SearchScope, behind: str = "") -> str:
    times = f"{_times(scope)} AND {behind}" if behind else _times(scope)
    return _GATHERED.format(chosen=_chosen(scope), times=times, each=WHOLE_PART + 1, most=GATHERED + 1)


def _times(scope: SearchScope) -> str:
    return " AND ".join(
        condition for name, condition in _TIMES.items() if name == "as_of" or getattr(scope, name) is not None
    )


async def size_up(session: AsyncSession, scope: SearchScope, as_of: datetime) -> Part:
    """How much there is to look at, whatever is asked: one statement, a look at as many index entries as decide it."""
    if not is_narrow(scope):
        return Part.ALL
    inside, names = looks_into(scope), model_names(scope)
    if inside:
        part = _gathered(scope)
    elif names is not None:
        part = _BY_MODEL.format(times=_times(scope), names=names, most=WHOLE_PART + 1)
    else:
        part = _BETWEEN.format(times=_times(scope), most=WHOLE_PART + 1)
    bound: dict[str, Any] = {"owner_id": scope.owner_id, "as_of": as_of}
    bound |= {name: getattr(scope, name) for name in _NARROWING if getattr(scope, name) is not None}
    count = (await session.execute(text(_SIZE.format(part=part)), bound)).scalar_one()
    if count <= WHOLE_PART:
        return Part.FEW
    return Part.SOME if inside and count <= GATHERED else Part.ALL
