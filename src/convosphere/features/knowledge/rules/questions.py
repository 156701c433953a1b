"""Questions that do not stand alone."""

from convosphere.engines.llm import content_words

MOST_CHARACTERS = 1_000


def joined(before: str, question: str) -> str:
    """A question with the words of the one before that say what it is about."""
    known = {word.lower() for word in content_words(question)}
    more = [word for word in content_words(before[:MOST_CHARACTERS]) if word.lower() not in known]
    return " ".join([question, *dict.fromkeys(more)])[:MOST_CHARACTERS]
