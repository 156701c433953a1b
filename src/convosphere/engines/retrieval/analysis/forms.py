"""Forms of a word that stemmers leave apart: participles, nouns of verbs, abbreviations, numbers in words, signs.

What is told here stands beside a word's own stem and counts as a part of it, in texts and in questions alike, so that
both meet whichever of the forms each of them has.
"""

from collections.abc import Iterator
from typing import Final

from convosphere.engines.retrieval.analysis.folding import fold, german_stem

_SHORTEST: Final = 4
_APART: Final = """
ab an auf aus bei dar durch ein empor fest fort frei her hin los mit nach nieder um unter vor weg wieder zu zuruck
zusammen uber
"""
_SEPARABLE: Final = tuple(sorted(_APART.split(), key=len, reverse=True))
_FIRM: Final = ("be", "ent", "er", "ver", "zer", "ge")
# «Zeitung» is no form of «Zeit».
_NOT_OF_VERBS: Final = frozenset({"zeitung", "achtung", "gattung", "dung", "schwung", "sprung"})

_SHORT: Final = """
abb abbildung, abs absatz, abt abteilung, art artikel, az aktenzeichen, bzgl bezüglich, ca circa,
dsgvo datenschutzgrundverordnung, evtl eventuell, kfz kraftfahrzeug, lkw lastkraftwagen, max maximal, mind mindestens,
mio million, mrd milliarde, mwst mehrwertsteuer, nr nummer, pkw personenkraftwagen, pv photovoltaik, str straße,
std stunde, tel telefon, ust umsatzsteuer, ziff ziffer, zzgl zuzüglich
"""
_LONG: Final[dict[str, str]] = dict(pair.split() for pair in _SHORT.split(","))
_GERMAN_NUMBERS: Final = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
_ENGLISH_NUMBERS: Final = "two three four five six seven eight nine ten eleven twelve"
_GERMAN_SIGNS: Final = {
    "prozent": "%",
    "euro": "€",
    "dollar": "$",
    "quadratmeter": "m2",
    "qm": "m2",
    "kubikmeter": "m3",
    "paragraf": "§",
    "paragraph": "§",
}
_ENGLISH_SIGNS: Final = {"percent": "%", "euro": "€", "euros": "€", "dollar": "$", "dollars": "$", "pound": "£"}
_CODES: Final = {"eur": "€", "usd": "$", "gbp": "£"}
_IN_GERMAN: Final[dict[str, str]] = (
    {word: str(number) for number, word in enumerate(_GERMAN_NUMBERS.split(), start=2)} | _GERMAN_SIGNS | _CODES
)
_IN_ENGLISH: Final[dict[str, str]] = (
    {word: str(number) for number, word in enumerate(_ENGLISH_NUMBERS.split(), start=2)} | _ENGLISH_SIGNS | _CODES
)
# What stands alone as a sign is looked for, too.
SIGNS: Final = frozenset("%€$£§")


def german_forms(word: str) -> Iterator[str]:
    """More terms of a German word in lower case."""
    if word in _IN_GERMAN:
        yield _IN_GERMAN[word]
    if word in _LONG:
        yield german_stem(_LONG[word])
    elif word.endswith("str") and len(word) > len("str") + 2:
        # «Hauptstr.»: no German word ends like that.
        yield german_stem(f"{word}aße")
    stem = german_stem(word)
    yield from forms_of_stem(stem)
    if len(word) > _SHORTEST + 1 and word.endswith(("ern", "eln", "ert", "elt")):
        # «fördern» and «fördert»: the stemmer takes too much of the one and nothing of the other.
        yield fold(word[:-1])
    for form in _of_participle(word, stem):
        yield form
        if form.endswith("ig"):
            # «besichtigt»: of the noun, «Besichtigung», the stemmer takes that as well.
            yield form[:-2]


def forms_of_stem(stem: str) -> Iterator[str]:
    """The same for the stem of a part of a compound: the verb's that a noun in "-ung" comes from, where the stemmer
    leaves it («öffn» of «Öffnung»), and the other spelling of «Photo».
    """
    if stem.endswith("ung") and stem not in _NOT_OF_VERBS and len(stem) >= _SHORTEST + 2:
        yield stem[:-3]
    if "ph" in stem:
        yield stem.replace("ph", "f")


def english_forms(word: str) -> Iterator[str]:
    """More terms of an English word in lower case."""
    if word in _IN_ENGLISH:
        yield _IN_ENGLISH[word]


def _of_participle(word: str, stem: str) -> Iterator[str]:
    """«gekündigt» is «kündig», «eingereicht» «einreich», «besucht» «besuch»."""
    bare = stem[:-1] if stem.endswith("t") and word.endswith("t") else stem
    for before in _SEPARABLE:
        if stem.startswith(f"{before}ge") and len(bare) >= len(before) + len("ge") + _SHORTEST:
            yield before + bare.removeprefix(f"{before}ge")
            return
    if bare == stem and not word.endswith("et"):
        return
    if stem.startswith("ge") and len(bare) >= len("ge") + _SHORTEST:
        yield bare.removeprefix("ge")
    elif stem.startswith(_FIRM) and len(bare) >= len("ver") + _SHORTEST and bare != stem:
        yield bare
