"""Cuts a text that is too long where it hurts least: between paragraphs, lines, sentences, words; else anywhere."""

from collections.abc import Iterator
from typing import Final

from convosphere.engines.documents.chunking.tokens import estimate_tokens

# The splitter asks again and again for the size of ever larger parts; of a long text it is given one window at a time.
_WINDOW_CHARACTERS_PER_TOKEN: Final = 40


def split(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Places of parts of at most `most` tokens; only blanks are left out between them."""
    from semantic_text_splitter import TextSplitter  # noqa: PLC0415 - native code, loaded when a text is too long

    splitter = TextSplitter.from_callback(estimate_tokens, most)
    for start, end in _windows(text, most * _WINDOW_CHARACTERS_PER_TOKEN):
        for place, part in splitter.chunk_indices(text[start:end]):
            if part.strip():
                yield start + place, start + place + len(part)


def _windows(text: str, width: int) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > width:
        # At the last line or word of the window, if there is one in its second half.
        least = start + width // 2
        end = max(text.rfind("\n", least, start + width), -1)
        if end < 0:
            end = text.rfind(" ", least, start + width)
        end = start + width if end < 0 else end + 1
        yield start, end
        start = end
    yield start, len(text)
