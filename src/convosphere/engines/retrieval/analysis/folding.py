"""One spelling for what people spell differently: case, accents, umlauts, endings."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from convosphere.platform.stemming import snowball_english, snowball_german

_UMLAUTS: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})
# "ue" is an "ü" unless the "u" belongs to what stands before: "Steuer", "Bauer", "Quelle".
_WRITTEN_OUT: Final = re.compile(r"ae|oe|(?<![aeq])ue")
_MARKS: Final = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\ufeff]+")
_PLURALS: Final = ("as", "is", "os", "us", "ys")
_SHORTEST_PLURAL: Final = 4
_CACHED: Final = 100_000


def lowered(word: str) -> str:
    """In lower case, composed, without invisible characters; umlauts and accents are kept, "ß" becomes "ss"."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKC", word).casefold()
    return _MARKS.sub("", word)


def without_accents(word: str) -> str:
    """Letters without the marks on them."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", word)))


def fold(word: str) -> str:
    """A German word so that "Büro", "Buero" and "Buro" are one."""
    word = without_accents(lowered(word).translate(_UMLAUTS))
    return _WRITTEN_OUT.sub(lambda found: found[0][0], word)


@lru_cache(_CACHED)
def german_stem(word: str) -> str:
    """What a word in lower case has in common with its German forms; umlauts folded, written out or not."""
    # The written-out umlaut again: the stemmer leaves it where it hides behind an ending.
    stem = fold(snowball_german(word))
    # Words from elsewhere have a plural that the stemmer does not know: "Büros", "Fotos", "Kameras".
    return stem[:-1] if len(stem) > _SHORTEST_PLURAL and stem.endswith(_PLURALS) else stem


@lru_cache(_CACHED)
def english_stem(word: str) -> str:
    """The same for English."""
    return snowball_english(without_accents(word))
