"""Shapes of the test bench: one question through all legs, and sets of questions over time."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from convosphere.engines.retrieval import Fusion
from convosphere.features.knowledge.schemas.search import PassageOut, Question
from convosphere.features.knowledge.schemas.texts import Input, PageQuery, Quote, Title
from convosphere.features.knowledge.types.passages import Confidence

MOST_QUESTIONS = 300


class BenchSettings(Input):
    """How to search."""

    fusion: Literal["scores", "rrf"] = "scores"
    lexical_weight: float = Field(Fusion().lexical_weight, ge=0, le=1, description="1: words alone; 0: vectors alone")
    candidates: int = Field(100, ge=10, le=200, description="Of each leg")
    rerank: bool = True


class BenchIn(Input):
    """A question, and how it is to be searched for."""

    question: Question
    bases: Annotated[list[UUID], Field(min_length=1, max_length=20)]
    settings: BenchSettings = Field(default_factory=BenchSettings)
    limit: int = Field(10, ge=1, le=50, description="Most passages of each leg")


class BenchHit(BaseModel):
    """A passage in one leg."""

    rank: int = Field(description="From 1")
    score: float = Field(description="The leg's own: BM25, cosine similarity, fused 0 to 1, the reranker's")
    document_id: UUID
    document_name: str
    base_id: UUID
    passage: PassageOut


class BenchOut(BaseModel):
    """What each leg found, before and after the fusion and the reranker."""

    lexical: list[BenchHit]
    dense: list[BenchHit]
    fused: list[BenchHit]
    reranked: list[BenchHit] | None = Field(description="null: there is no reranker, or it was not to be asked")
    rerank_failed: bool
    lexical_only: list[UUID] = Field(description="Bases without vectors")
    confidence: Confidence
    because: str
    milliseconds: float


class ExpectedIn(Input):
    """What should be found."""

    document_id: UUID
    contains: Quote | None = Field(None, description="Words of the passage; none: any passage of the document")


class SetQuestion(Input):
    """A question with what should be found for it."""

    question: Question
    expected: Annotated[list[ExpectedIn], Field(min_length=1, max_length=20)]


class QuestionSetIn(Input):
    """Questions to put to the search again and again."""

    name: Title
    questions: Annotated[list[SetQuestion], Field(max_length=MOST_QUESTIONS)]


class BenchRunOut(BaseModel):
    """A set of questions put to the search; the figures are means over its questions, each over ten passages."""

    id: UUID
    set_id: UUID
    settings: BenchSettings
    status: Literal["waiting", "running", "done", "failed"]
    total: int
    done: int
    recall: float | None = Field(description="Which part of what is expected is among the first ten")
    ndcg: float | None = Field(description="And how far in front")
    mrr: float | None = Field(description="One over the rank of the first of it")
    problem_code: str | None
    created_at: datetime
    finished_at: datetime | None


class RunFound(BaseModel):
    """A passage that was found in a run."""

    document_id: UUID
    chunk_id: UUID
    expected: bool


class RunQuestion(BaseModel):
    """How one question fared."""

    question: str
    recall: float
    ndcg: float
    mrr: float
    found: list[RunFound]


class BenchRunDetail(BenchRunOut):
    """A run with each of its questions."""

    questions: list[RunQuestion]


class BenchRunPage(BaseModel):
    """Runs of a set, the newest first: figures over time."""

    items: list[BenchRunOut]
    next_cursor: str | None


class BenchRunQuery(PageQuery):
    """Which page."""


class QuestionSetOut(BaseModel):
    """A set of questions."""

    id: UUID
    base_id: UUID
    name: str
    questions: list[SetQuestion]
    latest: BenchRunOut | None = Field(description="Its newest run")
    created_at: datetime
    updated_at: datetime


class QuestionSetList(BaseModel):
    """All sets of a base, the oldest first."""

    items: list[QuestionSetOut]
