"""How words that were looked for instead of mistyped ones are shown: as the texts have them that were found."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from convosphere.engines.retrieval import Correction, forms_in
from convosphere.features.knowledge.types.searching import Corrected, Ranked

# The best passages say how a word is written.
_LOOKED_AT: Final = 10


def corrected(question: str, corrections: Iterable[Correction], found: Sequence[Ranked]) -> tuple[str, list[Corrected]]:
    """The question as it was looked for, and what is different in it. Takes milliseconds.

    What stands in none of the passages is left as it was typed: only of what somebody may read a word is ever shown.
    """
    told: list[Corrected] = []
    for each in sorted(corrections, key=lambda correction: -correction.start):
        typed = question[each.start : each.end]
        # It may stand in another base that was asked.
        shown = _as_written(each.words, found) if _as_written([typed], found) is None else None
        if shown is not None:
            told.append(Corrected(typed, shown))
            question = question[: each.start] + shown + question[each.end :]
    return question, told[::-1]


def _as_written(words: Sequence[str], found: Sequence[Ranked]) -> str | None:
    """As the word is mostly written, the first of the words that stands there at all."""
    for word in words:
        forms: Counter[str] = Counter()
        for each in found[:_LOOKED_AT]:
            chunk = each.chunk
            for text in (chunk.text, *chunk.heading_path, chunk.document_name):
                forms.update(forms_in(word, text, chunk.language))
        if forms:
            return min(forms, key=lambda form: (-forms[form], len(form), form))
    return None
