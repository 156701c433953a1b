"""What an answer reads of a conversation: its branch, and what of it stays in any context."""

from collections.abc import Container, Sequence
from uuid import UUID

from convosphere.engines.llm import ChatMessage
from convosphere.features.assistants.types import Pins
from convosphere.features.chat.repository import Past
from convosphere.features.chat.types import MessageRole

History = list[tuple[UUID, ChatMessage]]


def readable(rows: Sequence[Past], carrying: Container[UUID] = ()) -> tuple[History, Pins]:
    """The messages that say something, as models are told them, and which of them are pinned. `carrying`: those with
    files, which say something without words, too.
    """
    said = [row for row in rows if row.content or row.id in carrying]
    history = [
        (row.id, ChatMessage("user" if row.role == MessageRole.USER else "assistant", row.content)) for row in said
    ]
    pinned = frozenset(place for place, row in enumerate(said) if row.pinned)
    return history, Pins(pinned, sum(row.apart for row in said))
