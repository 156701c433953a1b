"""Going on with an answer that was interrupted: a worker died, a stream was cut."""

from collections.abc import Sequence

from convosphere.engines.llm.types import ChatMessage

CONTINUE = (
    "Your last answer was interrupted. Continue it exactly where it stops, in the middle of the word if need "
    "be. Repeat nothing, add no introduction."
)


def continued(messages: Sequence[ChatMessage], partial: str) -> list[ChatMessage]:
    """The messages that ask for the rest of an answer of which `partial` is there already.

    All providers take this shape; leaving the partial answer as the last message is refused by some.
    """
    if not partial:
        return list(messages)
    return [*messages, ChatMessage("assistant", partial), ChatMessage("user", CONTINUE)]


def unfinished(messages: Sequence[ChatMessage]) -> tuple[Sequence[ChatMessage], str]:
    """The inverse of `continued`: the messages without the request to continue, and the partial answer, or
    "".
    """
    match messages:
        case [*before, ChatMessage(role="assistant", text=partial), ChatMessage(role="user", text=last)] if (
            last == CONTINUE
        ):
            return before, partial
    return messages, ""
