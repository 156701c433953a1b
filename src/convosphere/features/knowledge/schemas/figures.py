"""Shapes of the figures: how knowledge is used, what it lacks, how it is kept. All counted in the database."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from convosphere.features.knowledge.schemas.texts import Input, Problem

FiguresTable = Literal["days", "bases", "documents", "questions", "never_used", "outdated", "broken", "poorly_read"]


class FiguresQuery(Input):
    """Of what, and when. Without a base: of all bases that one edits."""

    base_id: UUID | None = None
    since: date | None = Field(None, alias="from", description="First day (UTC); none: 30 days back")
    until: date | None = Field(None, alias="to", description="Last day (UTC); none: today")
    old_days: int = Field(730, ge=1, le=36_500, description="Documents older than so many days count as outdated")


class FiguresDay(BaseModel):
    """What happened on a day (UTC)."""

    day: date
    searches: int = Field(description="On the search page")
    searches_few: int = Field(description="Of these, with one or two documents found")
    searches_none: int = Field(description="Of these, with none")
    answers: int = Field(description="Answers in chats that documents were searched for")
    answers_unanswered: int = Field(description="Of these, for which nothing that fits was found")
    cited: int
    opened: int
    downloaded: int


class QuestionFigure(BaseModel):
    """A question that found little or nothing, as it was searched for; nobody's name is with it."""

    question: str
    via: Literal["search", "chat"]
    times: int
    documents: int = Field(description="Found, at the last time; in a chat: passages")
    last_at: datetime


class DocumentFigure(BaseModel):
    """A document, and how it was used in the span."""

    document_id: UUID
    name: str
    base_id: UUID
    cited: int
    opened: int
    downloaded: int


class DocumentProblem(BaseModel):
    """A document that wants looking after."""

    document_id: UUID
    name: str
    base_id: UUID
    because: str = Field(
        description="A code: of the failure, the warning; or `expired`, `old`, `truncated`", examples=["expired"]
    )
    problem: Problem = Field(description="The same in the reader's language, and what to do about it")
    at: datetime | None = Field(description="Since when")


class DocumentProblemRow(BaseModel):
    """The same as a row of a table."""

    document_id: UUID
    name: str
    base_id: UUID
    because: str
    title: str
    detail: str
    at: datetime | None


class BaseFigure(BaseModel):
    """How a base is kept. `health`: the share of its documents that are ready, whole, readable and not outdated."""

    base_id: UUID
    name: str
    documents: int
    chunks: int
    bytes: int
    failed: int = Field(description="Whose newest version could not be taken in")
    poorly_read: int = Field(description="Read with warnings, or only in part")
    outdated: int = Field(description="No longer valid, or older than asked for")
    never_used: int = Field(description="Never cited, opened or downloaded")
    older_reader: int = Field(description="Reading them anew may find more: their reader has been made better since")
    older_analysis: int = Field(
        description="Found by words as they were taken apart before that was made better; renewed by itself"
    )
    health: float | None = Field(description="0 to 1; null: the base is empty")


class FiguresOut(BaseModel):
    """The figures of one base, or of all that one edits. Lists show the first 50; the tables hold all."""

    since: date
    until: date
    days: list[FiguresDay]
    bases: list[BaseFigure]
    most_used: list[DocumentFigure]
    never_used: list[DocumentFigure]
    few_results: list[QuestionFigure]
    unanswered: list[QuestionFigure]
    outdated: list[DocumentProblem]
    broken: list[DocumentProblem]
    poorly_read: list[DocumentProblem]
