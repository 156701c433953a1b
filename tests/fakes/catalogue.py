"""What the fake provider lists and embeds: models in both formats, vectors."""

from typing import Any

_PAGE = 2


def openai_models(names: tuple[str, ...], owner: str) -> dict[str, Any]:
    """OpenAI's list of models."""
    data = [{"id": name, "object": "model", "created": 1_760_000_000, "owned_by": owner} for name in names]
    return {"object": "list", "data": data}


def anthropic_models(names: tuple[str, ...], after: str | None) -> dict[str, Any]:
    """A page of Anthropic's list: at most two, to be paged through."""
    start = names.index(after) + 1 if after in names else 0
    page = names[start : start + _PAGE]
    data = [
        {"type": "model", "id": name, "display_name": name.title(), "created_at": "2026-01-01T00:00:00Z"}
        for name in page
    ]
    first, last = (page[0], page[-1]) if page else (None, None)
    return {"data": data, "has_more": start + _PAGE < len(names), "first_id": first, "last_id": last}


def embeddings(body: dict[str, Any]) -> dict[str, Any]:
    """OpenAI's answer to a request for embeddings: eight numbers that depend on the text alone."""
    given = body.get("input")
    texts = [str(text) for text in (given if isinstance(given, list) else [given])]
    data = [{"object": "embedding", "index": i, "embedding": vector(text)} for i, text in enumerate(texts)]
    tokens = sum(len(text.split()) for text in texts)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "data": data, "model": body.get("model"), "usage": usage}


def vector(text: str) -> list[float]:
    """Eight numbers that depend on the text alone."""
    counts = [1.0] * 8
    for character in text:
        counts[ord(character) % 8] += 1.0
    length = sum(count * count for count in counts) ** 0.5
    return [count / length for count in counts]
