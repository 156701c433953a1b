"""Puts what knowledge bases say into a task, and what an answer cites of it into its JSON."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field

from convosphere.engines.llm import TextDelta
from convosphere.features.accounts.types import Actor
from convosphere.features.assistants.actions.grounding import Cited, cite
from convosphere.features.assistants.schemas.openai.knowledge import CompletionCitation, CompletionKnowledge
from convosphere.features.assistants.types import AnswerEvent, Citations
from convosphere.features.knowledge.types.passages import Grounded
from convosphere.platform.context import Platform


@dataclass(slots=True)
class Rested:
    """What an answer rests on; what it cites is known when it has been watched to its end."""

    platform: Platform
    caller: Actor
    found: Grounded
    cited: list[Cited] = field(default_factory=list)

    async def watch(self, answer: AsyncGenerator[AnswerEvent, None]) -> AsyncGenerator[AnswerEvent, None]:
        """The same events; the citations are read on the way."""
        said: list[str] = []
        async with aclosing(answer):
            async for event in answer:
                if isinstance(event, TextDelta):
                    said.append(event.text)
                elif isinstance(event, Citations):
                    self.cited = await cite(self.platform, self.caller, self.found, event.items, "".join(said))
                yield event

    def shown(self) -> CompletionKnowledge:
        """As the program gets it."""
        return CompletionKnowledge(
            question=self.found.question,
            confidence=self.found.confidence.value,
            because=self.found.because,
            searched=self.found.searched,
            citations=[_shown(each) for each in self.cited],
        )


def _shown(cited: Cited) -> CompletionCitation:
    passage, quote = cited.passage, cited.quote
    return CompletionCitation(
        number=cited.number,
        title=passage.title,
        heading=list(passage.heading),
        page=quote.page,
        base_id=passage.base_id,
        document_id=passage.document_id,
        version_id=passage.version_id,
        chunk_id=quote.chunk_id,
        start=quote.start,
        end=quote.end,
        quote=quote.text,
        score=round(passage.score, 4),
    )
