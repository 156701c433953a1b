"""German or English? By the small words that every sentence has."""

import re
from typing import Literal

Language = Literal["de", "en"]

_WORD = re.compile(r"[a-zäöüß']+")
_GERMAN_WORDS = """
der die das den dem des ein eine einen einem einer ist sind war wie was wer wo wann warum welche welcher
welches und oder nicht kein keine mit von für auf aus bei nach zu im am um ich du wir ihr sie mir dir mich
dich kann kannst wird wurde haben hat bitte viel spät uhr tag heute hallo danke hilfe berechne rechne mal
geteilt durch hoch wurzel prozent datum uhrzeit moin servus tschüss weiter
"""
_ENGLISH_WORDS = """
the a an is are was were how what who where when why which and or not no with of for on from at after to in
i you we they me my your can could will would have has please much many time day today hello thanks help
calculate compute times divided by power root percent date hi hey do does it this that
"""
_GERMAN = frozenset(_GERMAN_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def language_of(text: str, locale: str | None) -> Language:
    """The language a question is written in; where the words do not tell, the locale's, else English."""
    words = _WORD.findall(text.lower())
    german = sum(word in _GERMAN for word in words) + sum(any(c in "äöüß" for c in word) for word in words)
    english = sum(word in _ENGLISH for word in words)
    if german != english:
        return "de" if german > english else "en"
    return "de" if (locale or "").lower().startswith("de") else "en"
