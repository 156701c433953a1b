"""The parts of a reply in the order in which they stream, before any provider's wire format."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.conversation import Conversation
from tests.fakes.plan import Plan, pieces, words


@dataclass(frozen=True, slots=True)
class Thought:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call; `arguments` come in pieces."""

    index: int
    id: str
    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """The answer stops here in the way that the plan's `stop` names."""


@dataclass(frozen=True, slots=True)
class End:
    """The proper end."""

    reason: str  # stop, length, tool_calls, content_filter
    prompt_tokens: int
    completion_tokens: int
    reasoning_tokens: int


Part = Thought | Text | Call | Stop | End


def parts_of(plan: Plan, talk: Conversation, tools: list[str], limit: int | None) -> Iterator[Part]:
    """The reply as parts, one per token. `tools`: names of the tools on offer; `limit`: most tokens wanted."""
    thoughts = pieces(words(plan.reasoning)) if plan.reasoning and not talk.partial else []
    yield from map(Thought, thoughts)
    if plan.tools and tools and not talk.results:
        for index in range(plan.tools):
            yield _call(index, tools[index % len(tools)])
        yield End("tool_calls", talk.prompt_tokens, 10 * plan.tools, len(thoughts))
        return
    whole = plan.text(talk.question)
    rest = whole.removeprefix(talk.partial)
    tokens: Iterator[str] = (f" word-{n}" for n in itertools.count(1)) if plan.endless else iter(pieces(rest))
    sent = 0
    reason = "content_filter" if plan.filtered else "stop"
    for token in tokens:
        if plan.stop and sent == plan.stop_after:
            yield Stop()
            return
        if limit is not None and sent == limit:
            reason = "length"
            break
        yield Text(token)
        sent += 1
    if plan.stop and sent <= plan.stop_after:
        yield Stop()
        return
    yield End(reason, talk.prompt_tokens, sent + len(thoughts), len(thoughts))


def _call(index: int, name: str) -> Call:
    return Call(index, f"call_fake{index}", name, ('{"city"', ': "Köln",', f' "number": {index}}}'))


def tool_names(body: dict[str, Any]) -> list[str]:
    """The names of the tools on offer, in OpenAI's shape or Anthropic's."""
    tools = body.get("tools") or []
    return [str(tool.get("name") or tool.get("function", {}).get("name")) for tool in tools if isinstance(tool, dict)]
