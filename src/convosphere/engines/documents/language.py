"""Which language a text is in: by its script, and by the small words that every sentence of a language has.

Enough to choose an analysis (stems, compounds) and to filter; a text of a few words has no language here.
"""

import re
from collections import Counter, defaultdict
from operator import itemgetter
from typing import Final

_SAMPLE: Final = 4_000
_LEAST_HITS: Final = 3
_LEAST_SHARE: Final = 0.12
# By how much the best must lead: Danish and Norwegian, Spanish and Portuguese share many words.
_LEAD: Final = 1.2
_LEAST_LETTERS: Final = 12

_WORDS: Final = re.compile(r"[^\W\d_]+")
# One after the other: what has kana is Japanese though most of it may be Han.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]"), 0.3),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.3),
    ("uk", re.compile("[іїєґІЇЄҐ]"), 0.03),
    ("ru", re.compile("[\u0400-\u04ff]"), 0.4),
    ("el", re.compile("[\u0370-\u03ff]"), 0.4),
    ("he", re.compile("[\u0590-\u05ff]"), 0.4),
    ("fa", re.compile("[پچژگی]"), 0.06),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.4),
    ("hi", re.compile("[\u0900-\u097f]"), 0.4),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.4),
)
# Where all of them begin; what lies between is punctuation that every language has.
_OTHER_SCRIPT: Final = re.compile("[\u0370-\u1fff\u3040-\uffff]")
_SMALL_WORDS: Final = {
    "de": """der die das und ist nicht ein eine einen einem einer den dem des mit von zu für auf im in an auch es sich
        wird werden sind oder als wie bei nach aus durch wenn kann können muss dass hat haben nur noch über zum zur vor
        unter bis sie ihre ihr wir ich er war wurde diese dieser dieses sowie um am keine kein man""",
    "en": """the of and to in is that for it as was with be by on not are this or have from at which you your we has
        an will can if their they more when do no but were been would its all these may must should our there than
        each other into he she his her had about who what how""",
    "fr": """le la les de des du et est un une dans pour que qui en sur pas au aux avec par ce cette ces il elle nous
        vous ils sont être ou mais plus leur leurs ne se sa son ses été a à même comme tout fait""",
    "es": """el la los las de del y es un una en para que con por no se su sus al lo como más pero o este esta estos
        son ser ha han fue muy también entre sobre cuando todo hay desde""",
    "it": """il lo la i gli le di del della dei delle e è un una in per che con non si su al alla da dal come più ma o
        questo questa sono essere ha hanno anche nel nella tra quando tutti""",
    "pt": """o a os as de do da dos das e é um uma em para que com por não se seu sua ao no na nos nas como mais mas ou
        este esta são ser foi também entre sobre quando todos pelo pela até""",
    "nl": """de het een en van in is dat op te zijn voor met niet aan er om ook als maar bij door wordt worden naar uit
        deze die dit of hebben heeft kan moet over zich nog geen wel wij zij hun haar""",
    "pl": """i w na z do że się jest nie to o jak po za od przez dla oraz są ten ta które który która być może tym tego
        przy lub ich ale jego było""",
    "cs": """a v na se je že to s z do o k pro jako za od po ale který která které jsou být není by tak jeho podle nebo
        při ve ze také jsme""",
    "sv": """och i att en ett det som på är av för med den till inte om har de kan ska från eller vid så men var sig
        även efter när alla vi ni mycket""",
    "da": """og i at en et det som på er af for med den til ikke om har de kan skal fra eller ved så men var sig også
        efter når alle vi blev bliver meget""",
    "no": """og i at en et det som på er av for med den til ikke om har de kan skal fra eller ved så men var seg også
        etter når alle vi ble blir veldig""",
    "fi": """ja on ei se että oli hän en ovat mutta kun niin tai jos myös kuin mitä ole voi sen tämä sekä joka jotka
        mukaan""",
    "hu": """a az és hogy nem is egy van ez de meg ha volt mint csak már vagy el kell lehet azt még ki amely által""",
    "ro": """și în de la a cu că nu este un o pe care din pentru mai au fost sunt sau prin fi se ce ca acest această""",
    "tr": """ve bir bu da de için ile olarak çok daha gibi olan en ne kadar sonra ama ya var değil her o veya göre""",
}


def _weights() -> dict[str, dict[str, float]]:
    """Word → language → weight; a word of many languages says little about each."""
    known: dict[str, list[str]] = {}
    for language, words in _SMALL_WORDS.items():
        for word in set(words.split()):
            known.setdefault(word, []).append(language)
    return {word: dict.fromkeys(languages, 1 / len(languages)) for word, languages in known.items()}


_WEIGHTS: Final = _weights()


def detect_language(text: str) -> str | None:
    """ISO 639-1 of the language most of the text is in; None: too little text, or a mixture."""
    sample = _sample(text)
    words = _WORDS.findall(sample.lower())
    letters = sum(map(len, words))
    if letters < _LEAST_LETTERS:
        return None
    if not sample.isascii() and _OTHER_SCRIPT.search(sample):
        for language, script, least in _SCRIPTS:
            if len(script.findall(sample)) >= least * letters:
                return language
    return _by_small_words(words)


def _sample(text: str) -> str:
    """From the beginning, the middle and the end: title pages and indexes are like nothing else."""
    if len(text) <= _SAMPLE:
        return text
    third, middle = _SAMPLE // 3, len(text) // 2
    return f"{text[:third]}\n{text[middle : middle + third]}\n{text[-third:]}"


def _by_small_words(words: list[str]) -> str | None:
    scores: defaultdict[str, float] = defaultdict(float)
    hits: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language, weight in _WEIGHTS.get(word, {}).items():
            scores[language] += weight * count
            hits[language] += count
    if not scores:
        return None
    (best, score), *others = sorted(scores.items(), key=itemgetter(1), reverse=True)[:2]
    if hits[best] < _LEAST_HITS or hits[best] < _LEAST_SHARE * len(words):
        return None
    return best if not others or score >= _LEAD * others[0][1] else None
