"""Pure rules of the chat."""

import re

from convosphere.features.chat.schemas.texts import clean_title

TITLE_CHARACTERS = 80
_MARKUP = re.compile(r"[`*_#>~]+")


def title_from(content: str) -> str:
    """A title from the first words of a question, at most `TITLE_CHARACTERS` long, cut between words."""
    words = clean_title(_MARKUP.sub(" ", content[:2000]))
    if len(words) <= TITLE_CHARACTERS:
        return words
    cut = words[: TITLE_CHARACTERS - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[TITLE_CHARACTERS // 2 :] else cut
    return at_word.rstrip(",;:.- ") + "…"


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, as JavaScript counts."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for sign in text if sign > "\uffff")


def replace_surrogates(text: str) -> str:
    """Text that can be encoded: a lone surrogate from a provider becomes a visible sign."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
