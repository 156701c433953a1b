"""Shapes of ratings."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from convosphere.features.chat.schemas.api import Input
from convosphere.features.chat.types import RatingValue
from convosphere.platform.texts import some_line

Reason = Annotated[str, Field(min_length=1, max_length=60, examples=["incorrect"]), AfterValidator(some_line)]
Comment = Annotated[str, Field(max_length=2000), AfterValidator(lambda text: text.replace("\x00", "\ufffd"))]


class RatingIn(Input):
    """What a person thinks of an answer."""

    value: RatingValue
    reasons: list[Reason] = Field([], max_length=10)
    comment: Comment = ""


class RatingOut(BaseModel):
    """What a person thinks of an answer."""

    message_id: UUID
    value: RatingValue
    reasons: list[str]
    comment: str
