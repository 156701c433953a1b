"""Arabic letters as they stand in a word: Unicode has a sign for each of their shapes, and the fonts inside have those.

A letter that has no such signs stands by itself, as do letters that only some languages write.
"""

import unicodedata
from functools import lru_cache
from typing import Final

_SHAPES: Final = ("isolated", "final", "initial", "medial")
_ZERO_WIDTH_JOINER: Final = "\u200d"
_TATWEEL: Final = "ـ"
_LAM: Final = "ل"
# Both blocks of presentation forms.
_FORMS: Final = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))


@lru_cache(maxsize=1)
def _shapes() -> dict[str, dict[str, str]]:
    """The signs of each letter (or of lam and an alef), by shape: as the Unicode database takes them apart."""
    found: dict[str, dict[str, str]] = {}
    for block in _FORMS:
        for code in block:
            kind, *parts = unicodedata.decomposition(chr(code)).split() or [""]
            letters = "".join(chr(int(part, 16)) for part in parts)
            known = len(letters) == 1 or (len(letters) == 2 and letters[0] == _LAM and letters[1] in "آأإا")  # noqa: PLR2004 - lam and an alef
            if kind[1:-1] in _SHAPES and known:
                found.setdefault(letters, {}).setdefault(kind[1:-1], chr(code))
    return found


def is_joined(text: str) -> bool:
    """Whether there are letters in it that stand together."""
    return any("\u0600" <= sign <= "\u08ff" for sign in text)


def joined(text: str) -> list[str]:
    """The text sign by sign, each in its shape; of lam and alef the first is both, the second empty."""
    shapes = _shapes()
    made = list(text)
    letters = [place for place, sign in enumerate(text) if not _is_mark(sign)]
    for number, place in enumerate(letters):
        own = shapes.get(text[place])
        if own is None or not made[place]:
            continue
        before = number > 0 and _reaches_on(text[letters[number - 1]])
        after = letters[number + 1] if number + 1 < len(letters) else None
        both = shapes.get(text[place] + text[after]) if after is not None else None
        if both is not None and after is not None:
            made[place], made[after] = both["final" if before else "isolated"], ""
            continue
        on = after is not None and "initial" in own and _reaches_back(text[after])
        wanted = ("medial" if before else "initial") if on else ("final" if before else "isolated")
        made[place] = own.get(wanted, text[place])
    return made


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Me")


def _reaches_on(sign: str) -> bool:
    return sign in (_TATWEEL, _ZERO_WIDTH_JOINER) or "initial" in _shapes().get(sign, {})


def _reaches_back(sign: str) -> bool:
    return sign in (_TATWEEL, _ZERO_WIDTH_JOINER) or "final" in _shapes().get(sign, {})
