"""A program's question answered from knowledge bases: searched with the rights of its key."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from convosphere.engines.llm import Passage
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.rules import words_around
from convosphere.features.assistants.schemas.openai.knowledge import KnowledgeChoice
from convosphere.features.assistants.types import Citation, Task
from convosphere.features.knowledge.actions.search import Source, name_sources, note_use
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.ground import ground
from convosphere.features.knowledge.rules.passages import quote_for
from convosphere.features.knowledge.rules.questions import MOST_CHARACTERS, joined
from convosphere.features.knowledge.types.passages import FoundPassage, Grounded, Quote
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError

_SHARE: Final = 0.4
_CHARACTERS_PER_TOKEN: Final = 3.5
_UNKNOWN_WINDOW: Final = 32_000
_MOST_CHARACTERS: Final = 40_000


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that an answer refers to, and the words of it that bear the statement."""

    number: int
    passage: FoundPassage
    quote: Quote


async def ground_task(desk: SearchDesk, actor: Actor, task: Task, choice: KnowledgeChoice) -> tuple[Task, Grounded]:
    """The task with what was found for it. No transaction may be open.

    Raises:
        ForbiddenError: the key does not include knowledge.
        NotFoundError: a base or document is not for the key's person.
        SearchUnavailableError: the index does not answer.
    """
    actor.require("knowledge.read")
    named = [
        *((f"bases.{place}", Source("base", each)) for place, each in enumerate(choice.bases)),
        *((f"documents.{place}", Source("document", each)) for place, each in enumerate(choice.documents)),
    ]
    async with desk.platform.database.transaction(actor.organization_id) as session:
        known = await name_sources(session, actor, [source for _, source in named])
    for field, source in named:
        if source not in known:
            raise NotFoundError(field=f"body.knowledge.{field}")
    window = task.model.context_window or _UNKNOWN_WINDOW
    room = min(int(window * _SHARE * _CHARACTERS_PER_TOKEN), _MOST_CHARACTERS)
    found = await ground(desk, actor, list(known), choice.question or _question(task), room)
    passages = [Passage(str(each.hit_id), each.place, each.text) for each in found.passages]
    return replace(task, passages=passages, searched_for=found.question), found


def _question(task: Task) -> str:
    asked = [message.text.strip() for message in task.history if message.role == "user" and message.text.strip()]
    if not asked:
        return ""
    return asked[-1][:MOST_CHARACTERS] if len(asked) == 1 else joined(asked[-2], asked[-1])


async def cite(
    platform: Platform, actor: Actor, found: Grounded, citations: Sequence[Citation], content: str
) -> list[Cited]:
    """What an answer cites; counted as used."""
    cited = []
    for each in citations:
        passage = found.passages[each.number - 1]
        words = words_around(content, each.number) or found.question
        cited.append(Cited(each.number, passage, quote_for(passage, words)))
    if cited:
        async with platform.database.transaction(actor.organization_id) as session:
            await note_use(session, platform.clock, [each.passage.document_id for each in cited], "cited")
    return cited
