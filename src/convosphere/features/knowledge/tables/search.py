"""Searches and what came of them: history, saved searches, how documents are used, questions with expected answers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class KnowledgeSearch(TenantMixin, Base):
    """A question that was searched for: on the search page (`via` "search"), or for an answer ("chat")."""

    __tablename__ = "knowledge_searches"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    via: Mapped[str] = mapped_column(Text)
    message_id: Mapped[UUID | None]
    question: Mapped[str] = mapped_column(Text)
    # In small letters, with single spaces: what counts as the same question.
    folded: Mapped[str] = mapped_column(Text)
    # The bases that were searched.
    bases: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    hits: Mapped[int]
    confidence: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class SavedSearch(TenantMixin, Base):
    """A search that a person keeps; `request` as `SearchIn`."""

    __tablename__ = "knowledge_saved_searches"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    request: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class DocumentUse(TenantMixin, Base):
    """How often a document was cited, opened or downloaded on a day (UTC)."""

    __tablename__ = "knowledge_uses"

    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    count: Mapped[int]


class QuestionSet(TenantMixin, Base):
    """Questions with what should be found: [{"question", "expected": [{"document_id", "contains": text or null}]}]."""

    __tablename__ = "knowledge_question_sets"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    base_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    questions: Mapped[list[Any]]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class BenchRun(TenantMixin, Base):
    """A question set put to the search with some settings; the three figures are means over its questions."""

    __tablename__ = "knowledge_bench_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    set_id: Mapped[UUID]
    settings: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(Text)
    total: Mapped[int]
    done: Mapped[int]
    recall: Mapped[float | None]
    ndcg: Mapped[float | None]
    mrr: Mapped[float | None]
    # For each question: {"question", "recall", "ndcg", "mrr", "found": [{"document_id", "chunk_id", "expected"}]}
    results: Mapped[list[Any]]
    problem_code: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
