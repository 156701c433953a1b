"""Where the words of a question stand in a passage, in the units that browsers count."""

from collections.abc import Iterable

from convosphere.engines.retrieval import marks


def spans(question: str, text: str, language: str | None) -> list[tuple[int, int]]:
    """Beginnings and ends in UTF-16 code units, in their order."""
    return _in_utf16(text, marks(question, text, language))


def _in_utf16(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    units, at = 0, 0
    for start, end in places:
        units += _units(text[at:start])
        begin = units
        units += _units(text[start:end])
        at = end
        found.append((begin, units))
    return found


def _units(text: str) -> int:
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)  # noqa: PLR2004 - the last of the first plane
