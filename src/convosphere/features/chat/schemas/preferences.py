"""Shapes of what people want of the chat."""

from pydantic import BaseModel, Field

from convosphere.features.chat.schemas.api import Input


class ChatPreferencesOut(BaseModel):
    """Suggestions come where all three agree."""

    suggestions: bool = Field(description="Whether this person wants to be told what could be asked next")
    organization_suggestions: bool = Field(description="Whether the organisation allows it")
    suggestions_available: bool = Field(description="Whether this installation does it at all")


class ChatPreferencesPatch(Input):
    """What changes; what is left out stays. What holds for the organisation is for administrators."""

    suggestions: bool | None = None
    organization_suggestions: bool | None = None
