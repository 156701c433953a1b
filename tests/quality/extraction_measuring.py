"""Asks the built-in assistant about real files, read and cut as the product does, and looks what it quotes first."""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.ranking import Question, read_collection

from convosphere.engines.documents.chunking import Strategy, chunk
from convosphere.engines.llm import Passage
from convosphere.engines.llm.builtin.extraction import Quote, find_quotes
from convosphere.engines.retrieval.analysis import asked_terms, count_terms
from tests.engines.documents.reading import read_text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_PASSAGES = 8
_SATURATION = 1.2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what has to stand in its first quote (nothing: it is not answered anywhere), and what was quoted."""

    question: str
    says: Sequence[str]
    quotes: Sequence[Quote]

    @property
    def first(self) -> bool:
        return bool(self.quotes) and all(part in self.quotes[0].text for part in self.says)

    @property
    def any(self) -> bool:
        return any(all(part in quote.text for part in self.says) for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Told:
    """How often the first quote came from a document that answers, from another one, or from none at all."""

    right: int
    wrong: int
    silent: int


class Shelf:
    """Passages, of which a question gets the eight with the best words."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._held = [count_terms(f"{each.title} {each.text}", None)[0] for each in passages]
        self._with_term = Counter(term for terms in self._held for term in terms)

    def best(self, question: str) -> list[Passage]:
        terms = asked_terms(question, None)
        scores = [self._score(terms, held) for held in self._held]
        ranked = sorted(range(len(scores)), key=lambda place: -scores[place])
        return [self._passages[place] for place in ranked[:_PASSAGES] if scores[place]]

    def _score(self, terms: Mapping[str, float], held: Mapping[str, float]) -> float:
        rare = len(self._held)
        return sum(
            weight * math.log(1 + rare / self._with_term[term]) * held[term] / (held[term] + _SATURATION)
            for term, weight in terms.items()
            if term in held
        )


def ask_all(folder: Path) -> list[Asked]:
    """All questions over all documents."""
    shelf = Shelf([*_read_files(folder), *_collection()])
    asked = []
    for line in map(json.loads, (HERE / "extraction" / "questions.jsonl").read_text("utf-8").splitlines()):
        question = line["question"]
        asked.append(Asked(question, line["says"], find_quotes(question, shelf.best(question))))
    return asked


def ask_collection(questions: Sequence[Question], grades: Mapping[str, Mapping[str, int]]) -> Told:
    """Questions of the collection for search, by which nothing here was made; without grades, all are strangers."""
    shelf = Shelf(_collection())
    right = wrong = silent = 0
    for question in questions:
        passages = shelf.best(question.text)
        quotes = find_quotes(question.text, passages)
        if not quotes:
            silent += 1
        elif passages[quotes[0].number - 1].id.split("/")[0] in grades.get(question.id, ()):
            right += 1
        else:
            wrong += 1
    return Told(right, wrong, silent)


def _read_files(folder: Path) -> list[Passage]:
    files = [
        *sorted((HERE / "extraction" / "documents").iterdir()),
        *sorted((ROOT / "src/convosphere/entry/cli/demo").iterdir()),
        ROOT / "tests/engines/documents/made/vertrag.docx",
    ]
    return [
        Passage(f"{path.name}/{piece.ordinal}", " › ".join([path.name, *piece.heading_path]), piece.text)
        for path in files
        for piece in chunk(read_text(folder, path.name, path.read_bytes()), Strategy())
    ]


def _collection() -> list[Passage]:
    return [
        Passage(f"{document.id}/{number}", document.title, part)
        for document in read_collection(HERE / "collection").documents
        for number, part in enumerate(re.split(r"\n{2,}", document.text))
    ]
