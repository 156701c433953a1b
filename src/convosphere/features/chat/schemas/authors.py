"""People as they are named beside what they did."""

from uuid import UUID

from pydantic import BaseModel


class MessageAuthor(BaseModel):
    """The person who wrote a question."""

    id: UUID
    name: str


class PersonRef(BaseModel):
    """A person, by name."""

    id: UUID
    name: str
