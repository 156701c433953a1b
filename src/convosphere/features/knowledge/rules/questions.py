"""Questions that do not stand alone."""

from convosphere.engines.llm import content_words

MOST_CHARACTERS = 1_000


# A question with as many words that say something stands alone, and may well be about something else.
_STANDS_ALONE = 3


def joined(before: str, question: str) -> str:
    """A short question with the words of the one before that say what it is about; a longer one as it is."""
    known = {word.lower() for word in content_words(question)}
    if len(known) >= _STANDS_ALONE:
        return question[:MOST_CHARACTERS]
    more = [word for word in content_words(before[:MOST_CHARACTERS]) if word.lower() not in known]
    return " ".join([question, *dict.fromkeys(more)])[:MOST_CHARACTERS]
