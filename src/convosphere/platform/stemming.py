"""What forms of a word have in common: the Snowball stemmers of German and English."""

import threading

import Stemmer


class _Stemmers(threading.local):
    """A stemmer works for one thread at a time."""

    def __init__(self) -> None:
        self.german = Stemmer.Stemmer("german")
        self.english = Stemmer.Stemmer("english")


_stemmers = _Stemmers()


def snowball_german(word: str) -> str:
    """The German stem of a word in lower case."""
    return str(_stemmers.german.stemWord(word))


def snowball_english(word: str) -> str:
    """The English stem of a word in lower case."""
    return str(_stemmers.english.stemWord(word))
