"""What the fake reads in a conversation: the question, whether an answer is to be continued, tools' results."""

import re
from dataclasses import dataclass
from typing import Any

_CONTINUE = re.compile(
    r"\bcontinue\b|\bgo on\b|where (?:it|you) (?:stop|left)|\bfortsetzen\b|\bsetze\b.*\bfort\b|\bweiter\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """`partial`: the answer so far, if the last messages ask to continue it. `results`: a tool's result is last."""

    question: str
    partial: str = ""
    results: bool = False
    prompt_tokens: int = 0


def read_conversation(messages: list[dict[str, Any]]) -> Conversation:
    """Takes OpenAI's messages and Anthropic's alike."""
    texts = [(str(message.get("role")), content_text(message.get("content"))) for message in messages]
    tokens = sum(len(text.split()) + 4 for _, text in texts)
    results = bool(messages) and _is_result(messages[-1])
    partial = ""
    if len(texts) > 1 and texts[-1][0] == "assistant":  # the partial answer itself is the last message
        partial, texts = texts[-1][1], texts[:-1]
    elif len(texts) > 2 and texts[-2][0] == "assistant" and _CONTINUE.search(texts[-1][1]):
        partial, texts = texts[-2][1], texts[:-2]
    question = next((text for role, text in reversed(texts) if role == "user"), "")
    return Conversation(question, partial, results, tokens)


def content_text(content: Any) -> str:
    """The text of a message's content, whether a string or a list of parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(
            part.get("text", "") for part in content if isinstance(part, dict) and part.get("type") == "text"
        )
    return ""


def _is_result(message: dict[str, Any]) -> bool:
    content = message.get("content")
    return message.get("role") == "tool" or (
        isinstance(content, list)
        and any(isinstance(part, dict) and part.get("type") == "tool_result" for part in content)
    )
