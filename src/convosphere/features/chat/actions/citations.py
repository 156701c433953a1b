"""What answers cite: numbers in the text, and the places they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.engines.llm import Passage
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.rules import cited_numbers, words_around
from convosphere.features.chat import repository
from convosphere.features.chat.schemas import CitationPlace, citation_from
from convosphere.features.knowledge.actions.search import note_use, open_passage
from convosphere.features.knowledge.rules.passages import quote_for
from convosphere.features.knowledge.types.passages import FoundPassage
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError


@dataclass(slots=True)
class Grounds:
    """What an answer may rest on: `found` in documents first, then files of the conversation; numbered from 1 through.

    `shown`: how many of them the model was given; None: not known yet. `before`: what an interrupted attempt had said,
    whose numbers keep their meaning also where a passage can no longer be read. `searched_for`: see `Task`.
    """

    found: Sequence[FoundPassage] = ()
    files: Sequence[Passage] = ()
    searched_for: str | None = None
    before: str = ""
    shown: int | None = None
    used: list[FoundPassage] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        """As the model gets them."""
        return [*(Passage(str(each.hit_id), each.place, each.text) for each in self.found), *self.files]

    def cited_in(self, content: str) -> list[dict[str, Any]]:
        """What an answer cites, as it is stored. Takes milliseconds."""
        passages = self.passages
        shown = len(passages) if self.shown is None else self.shown
        before = cited_numbers(self.before)
        stored = []
        for number in sorted(cited_numbers(content)):
            if not 1 <= number <= len(passages):
                continue
            if number not in before and (number > shown or not passages[number - 1].text):
                continue
            if number > len(self.found):
                file = passages[number - 1]
                stored.append({"v": 2, "kind": "file", "number": number, "title": file.title, "passage_id": file.id})
                continue
            stored.append(self._knowledge(number, content))
        return stored

    def _knowledge(self, number: int, content: str) -> dict[str, Any]:
        each = self.found[number - 1]
        self.used.append(each)
        quote = quote_for(each, words_around(content, number) or self.searched_for or "")
        return {
            "v": 2,
            "kind": "knowledge",
            "number": number,
            "title": each.title,
            "heading": list(each.heading),
            "page": quote.page,
            "base_id": str(each.base_id),
            "document_id": str(each.document_id),
            "version_id": str(each.version_id),
            "chunk_id": str(quote.chunk_id),
            "start": quote.start,
            "end": quote.end,
            "quote": quote.text,
            "score": round(each.score, 4),
        }


async def open_citation(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, *, message_id: UUID, number: int
) -> CitationPlace:
    """Where a citation leads, for somebody who may read both the conversation and, now, the document.

    Raises:
        NotFoundError: there is no such message or citation, or the document is not for the actor.
    """
    actor.require("chat.read")
    await repository.get_conversation(session, actor, conversation_id)
    message = await repository.get_message(session, conversation_id, message_id)
    found = None
    for stored in message.citations or ():
        shown = citation_from(stored)
        if shown is not None and shown.number == number:
            found = shown, str(stored.get("quote", ""))
    if found is None:
        raise NotFoundError(field="path.number")
    shown, quote = found
    if shown.document_id is None or shown.version_id is None:
        # A file lies in the conversation itself, and is opened there.
        return CitationPlace(**shown.model_dump(), quote="", current=True)
    opened = await open_passage(session, actor, shown.document_id, shown.version_id)
    if opened is None:
        raise NotFoundError(field="path.number")
    await note_use(session, platform.clock, [opened.document_id], "opened")
    # It may lie in another base by now.
    place = {**shown.model_dump(), "base_id": opened.base_id}
    return CitationPlace(
        **place, quote=quote, base_name=opened.base_name, version=opened.version, current=opened.current
    )
