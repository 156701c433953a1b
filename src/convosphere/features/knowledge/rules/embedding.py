"""What models that embed want in front of a text. Pure."""

import re
from typing import Final

_E5_INSTRUCT: Final = "Instruct: Given a question, retrieve passages that answer it\nQuery: "
# By name, the first that fits: (question, passage). All others want nothing.
_PREFIXES: Final = (
    (re.compile(r"e5[a-z0-9._-]*-instruct|qwen3-embedding", re.IGNORECASE), (_E5_INSTRUCT, "")),
    (re.compile(r"(?:^|[/_-])e5(?:[/_-]|$)", re.IGNORECASE), ("query: ", "passage: ")),
    (re.compile(r"nomic-embed-text", re.IGNORECASE), ("search_query: ", "search_document: ")),
    (
        re.compile(r"mxbai-embed-large|bge-[a-z]+-en", re.IGNORECASE),
        ("Represent this sentence for searching relevant passages: ", ""),
    ),
    (re.compile(r"embeddinggemma", re.IGNORECASE), ("task: search result | query: ", "title: none | text: ")),
)


def prefixes(model: str) -> tuple[str, str]:
    """What goes before a question and before a passage, by what the model's makers say; most want nothing."""
    return next((found for pattern, found in _PREFIXES if pattern.search(model)), ("", ""))
