"""The order in which signs stand on a line when some run from right to left: Unicode's bidirectional algorithm (UAX 9).

Left out are the signs that embed, override or isolate (they count as nothing, as chats hardly have any) and pairs of
brackets across directions, which take the direction of what surrounds them.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›≤≥⟨⟩", ")(][}{><»«›‹≥≤⟩⟨")
_STRONG: Final = {"L": 0, "R": 1, "AL": 1}
_DEPTHS: Final = ({"L": 0, "R": 1}, {"R": 1})
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON"})
_NOTHING: Final = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def runs_right_to_left(text: str) -> bool:
    """Whether its first letter with a direction says so."""
    return next((kind != "L" for sign in text if (kind := unicodedata.bidirectional(sign)) in _STRONG), False)


def has_right_to_left(text: str) -> bool:
    """Whether anything in it runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in text)


def levels(text: str, base: int) -> list[int]:
    """How deep each sign of a paragraph lies; even: from left to right. `base`: 0, or 1 for one from right to left."""
    kinds = [unicodedata.bidirectional(sign) or "L" for sign in text]
    places = [place for place, kind in enumerate(kinds) if kind not in _NOTHING]
    seen = [kinds[place] for place in places]
    start = "R" if base else "L"
    _weak(seen, start)
    _brackets(seen, [text[place] for place in places], start)
    _neutral(seen, start)
    found = [base] * len(text)
    for place, kind in zip(places, seen, strict=True):
        # I1 and I2: numbers lie two deep in what runs from the left.
        found[place] = _DEPTHS[base].get(kind, 2)
    return found


def _weak(kinds: list[str], start: str) -> None:
    """W1 to W7: marks, numbers and the signs in and around them."""
    before = strong = start
    for place, kind in enumerate(kinds):
        # A mark is what it stands on.
        before = kinds[place] = before if kind == "NSM" else kind
        if before in _STRONG:
            strong = before
        elif before == "EN" and strong == "AL":
            kinds[place] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and ((kind in ("ES", "CS") and left == "EN") or (kind == "CS" and left == "AN")):
            kinds[place] = left
    _terminators(kinds)
    strong = start
    for place, kind in enumerate(kinds):
        strong = kind if kind in ("L", "R") else strong
        kinds[place] = "ON" if kind in ("ES", "ET", "CS") else "L" if (kind, strong) == ("EN", "L") else kind


def _terminators(kinds: list[str]) -> None:
    place = 0
    for kind, group in groupby(list(kinds)):
        end = place + len(list(group))
        beside = (kinds[place - 1] if place else "", kinds[end] if end < len(kinds) else "")
        if kind == "ET" and "EN" in beside:
            kinds[place:end] = ["EN"] * (end - place)
        place = end


def _brackets(kinds: list[str], signs: Sequence[str], start: str) -> None:
    """N0: a pair of brackets runs with what is in it, or with what is before it."""
    open_ones: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, sign in enumerate(signs):
        if kinds[place] != "ON" or sign not in "()[]{}":
            continue
        if sign in "([{":
            open_ones.append((sign.translate(_MIRRORED), place))
            continue
        depth = next((depth for depth in range(len(open_ones) - 1, -1, -1) if open_ones[depth][0] == sign), None)
        if depth is not None:
            pairs.append((open_ones[depth][1], place))
            del open_ones[depth:]
        if len(open_ones) > _MOST_OPEN:
            return
    for opening, closing in sorted(pairs)[:_MOST_PAIRS]:
        inside = {_side(kind) for kind in kinds[opening + 1 : closing]}
        if start in inside:
            wanted = start
        elif inside & {"L", "R"}:
            before = next((side for kind in reversed(kinds[:opening]) if (side := _side(kind))), start)
            wanted = before if before != start else start
        else:
            continue
        kinds[opening] = kinds[closing] = wanted


# Of the standard itself; and against texts that are nothing but brackets.
_MOST_OPEN: Final = 63
_MOST_PAIRS: Final = 500


def _side(kind: str) -> str:
    """To which side something pulls what has no direction; numbers pull like right to left."""
    return "L" if kind == "L" else "R" if kind in ("R", "EN", "AN") else ""


def _neutral(kinds: list[str], start: str) -> None:
    """N1 and N2: what has no direction has that of its neighbours, if they agree."""
    place = 0
    before = start
    for neutral, group in groupby(list(kinds), lambda kind: kind in _NEUTRAL):
        end = place + len(list(group))
        if neutral:
            after = _side(kinds[end]) if end < len(kinds) else start
            kinds[place:end] = [before if before == after else start] * (end - place)
        else:
            before = _side(kinds[end - 1]) or start
        place = end


def in_order(depths: Sequence[int]) -> list[int]:
    """The places of a line's signs from left to right (L2)."""
    order = list(range(len(depths)))
    odd = [depth for depth in depths if depth % 2]
    for depth in range(max(depths, default=0), min(odd, default=1) - 1, -1):
        place = 0
        for deep, group in groupby(list(order), lambda at: depths[at] >= depth):  # noqa: B023 - used up within its turn
            end = place + len(list(group))
            if deep:
                order[place:end] = order[place:end][::-1]
            place = end
    return order


def mirrored(sign: str, depth: int) -> str:
    """Brackets look the other way where text runs from right to left."""
    return sign.translate(_MIRRORED) if depth % 2 else sign


def words(text: str) -> Iterator[tuple[int, int]]:
    """The words of a text with the blanks behind them, as places: where a line may end."""
    start = 0
    for place in range(1, len(text)):
        if text[place] != " " and text[place - 1] == " ":
            yield start, place
            start = place
    if text:
        yield start, len(text)
