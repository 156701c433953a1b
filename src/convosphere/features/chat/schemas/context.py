"""Shapes of what a model sees of a conversation."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from convosphere.features.chat.schemas.messages import CostText


class ContextCost(BaseModel):
    """What the next question costs, without its own words, as far as that can be said before."""

    input: CostText = Field(description="For what the model reads", examples=["0.0042"])
    at_most: CostText = Field(description="With an answer as long as there is room kept for", examples=["0.086"])
    currency: Literal["USD"] = "USD"


class ContextOut(BaseModel):
    """How much of a model's context the conversation takes up with its next question, whose own words come on top.

    Tokens throughout. `used` is the sum of `system`, `pinned`, `history` and `attachments`.
    """

    model_id: UUID
    window: int | None = Field(description="What the model takes in all; null: not known, nothing is left out")
    reserved: int = Field(description="Kept for the answer")
    used: int
    system: int = Field(description="Instructions, and what stands in for turns that were left out")
    pinned: int = Field(description="Messages that people keep in the context, of turns that were left out")
    pins_cut: bool = Field(description="Not even these fit as a whole")
    history: int
    attachments: int = Field(description="Files, estimated")
    dropped_turns: int = Field(description="Questions, each with its answers, that the model no longer sees")
    sees_from: UUID | None = Field(description="The first message that the model sees; null: it sees all")
    cut: bool = Field(description="Even the newest turn does not fit: the middle of long texts is left out")
    summarised: bool = Field(description="The model gets a summary of what it no longer sees")
    summary: str | None = Field(description="That summary; null: the model gets none")
    next_cost: ContextCost | None = Field(description="null: the price is not known")
    exact: bool = Field(description="Counted by the model's own tokeniser; else an estimate")
