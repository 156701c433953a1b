"""How much of what was found in documents a context holds, beside the question and the conversation."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from convosphere.engines.llm import Passage, TokenCounter
from convosphere.features.assistants.actions.window.fitting import Asked, room_beside_question
from convosphere.features.assistants.rules import passages_block
from convosphere.features.assistants.types import Task

# Of the whole context; the conversation keeps the rest.
SHARE: Final = 0.4
# A beginning shorter than this tells nobody anything.
_LEAST_CHARACTERS: Final = 200


def fitting_passages(counter: TokenCounter, asked: Asked, task: Task, window: int | None) -> list[Passage]:
    """The first passages of a task, as many as have room; of the very first, if it is too long alone, its beginning.

    Numbers are places in the task's list: what is left out is left out at its end, so that all others keep theirs.
    """
    passages = list(task.passages)
    if window is None or not passages:
        return passages
    room = min(window * SHARE, room_beside_question(counter, asked, window))
    size, shown = 0, 0
    for each in passages:
        size += counter.text(passages_block([each], task.boundary)) if each.text else 0
        if size > room:
            break
        shown += 1
    if any(each.text for each in passages[:shown]):
        return passages[:shown]
    return _beginning(counter, passages, task.boundary, room)


def _beginning(counter: TokenCounter, passages: Sequence[Passage], boundary: str, room: float) -> list[Passage]:
    place = next((place for place, each in enumerate(passages) if each.text), None)
    if place is None:
        return []
    first = passages[place]
    kept = len(first.text)
    while kept >= _LEAST_CHARACTERS:
        size = counter.text(passages_block([first], boundary))
        if size <= room:
            return [*passages[:place], first]
        kept = int(kept * max(min(room / size, 0.9), 0.1))
        first = replace(first, text=f"{first.text[:kept]} …")
    return []
