"""Collections in BEIR's or TREC's form, and the measures of rankings."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.trec import is_trec, trec_documents, trec_grades, trec_topics


@dataclass(frozen=True, slots=True)
class Document:
    """A passage of a collection. `language`: ISO 639-1, where the collection says it."""

    id: str
    title: str
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with judgements."""

    id: str
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Collection:
    """`grades`: by question and document, how well it answers; what is missing does not."""

    documents: Sequence[Document]
    questions: Sequence[Question]
    grades: Mapping[str, Mapping[str, int]]


def read_collection(directory: Path, language: str | None = None) -> Collection:
    """Reads a folder. `language`: of what does not say its own.

    Raises:
        FileNotFoundError: it is no such folder.
        ValueError: a question is judged by documents that are not there, or none is judged.
    """
    if is_trec(directory):
        documents = [Document(number, title, content, language) for number, title, content in trec_documents(directory)]
        asked = [Question(number, question, language) for number, question in trec_topics(directory)]
        grades = _by_question(trec_grades(directory))
    else:
        documents = [
            Document(str(line["_id"]), line.get("title") or "", line.get("text") or "", _language(line) or language)
            for line in _lines(directory / "corpus.jsonl")
        ]
        asked = read_questions(directory / "queries.jsonl", language)
        grades = _by_question(_grades(directory))
    questions = [question for question in asked if question.id in grades]
    unknown = {document for judged in grades.values() for document in judged} - {document.id for document in documents}
    if unknown or not questions:
        raise ValueError(f"{directory}: judged documents that are not in the corpus: {sorted(unknown)[:5]}")
    return Collection(documents, questions, grades)


def read_questions(path: Path, language: str | None = None) -> list[Question]:
    """Questions in BEIR's form, judged or not."""
    return [Question(str(line["_id"]), line["text"], _language(line) or language) for line in _lines(path)]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _language(line: Mapping[str, Any]) -> str | None:
    language = line.get("language") or (line.get("metadata") or {}).get("language")
    return str(language) if language else None


def _grades(directory: Path) -> Iterator[tuple[str, str, int]]:
    """`test.tsv` if there is one, else all; with or without titles, in BEIR's three or TREC's four columns."""
    test = directory / "qrels" / "test.tsv"
    for path in [test] if test.exists() else sorted((directory / "qrels").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split()
            if len(columns) >= 3 and columns[-1].lstrip("-").isdigit():
                yield columns[0], columns[-2], int(columns[-1])


def _by_question(judgements: Iterator[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    """What answers at all."""
    grades: dict[str, dict[str, int]] = {}
    for question, document, grade in judgements:
        if grade > 0:
            grades.setdefault(question, {})[document] = grade
    return grades


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """How much of the gain an ideal order of the first `depth` would have (0 to 1)."""
    gain = sum((2 ** grades.get(each, 0) - 1) / math.log2(rank + 2) for rank, each in enumerate(found[:depth]))
    best = sorted(grades.values(), reverse=True)[:depth]
    ideal = sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(best))
    return gain / ideal if ideal else 0.0


def recall(found: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Which share of what answers is among the first `depth`."""
    return len(set(found[:depth]) & set(grades)) / len(grades)


def mean_reciprocal_rank(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """One divided by the rank of the first that answers; 0: none does."""
    return next((1.0 / rank for rank, each in enumerate(found, start=1) if each in grades), 0.0)
