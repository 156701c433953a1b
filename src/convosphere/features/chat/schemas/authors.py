"""Who wrote something."""

from uuid import UUID

from pydantic import BaseModel


class MessageAuthor(BaseModel):
    """The person who wrote a question."""

    id: UUID
    name: str
