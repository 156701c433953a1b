"""Shapes of embedders, of a base's embedder, and of fetching the local one."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from convosphere.features.knowledge.schemas.texts import Input
from convosphere.features.knowledge.types.spaces import FetchStatus, SwitchStatus


class EmbedderIn(Input):
    """Who is to embed a base's documents: the model on this machine, a connection's model, or nobody."""

    kind: Literal["local", "model", "none"]
    model_id: UUID | None = Field(None, description="Exactly with `model`")

    @model_validator(mode="after")
    def _names_a_model(self) -> Self:
        if (self.kind == "model") != (self.model_id is not None):
            raise PydanticCustomError("model_id_with_model", "A model is named exactly when a model is to embed.")
        return self


class ProblemOut(BaseModel):
    """What went wrong, in the reader's language."""

    code: str
    title: str
    detail: str


class EmbedderOut(BaseModel):
    """An embedder that a base can have."""

    kind: Literal["local", "model"]
    model_id: UUID | None
    name: str
    connection: str | None = Field(description="Of a connection's model")
    dimension: int | None = Field(description="Length of its vectors; null: nobody has used it yet")
    ready: bool = Field(description="Whether it can be chosen now")


class FetchOut(BaseModel):
    """How far fetching the local model is. `done` and `total` are bytes."""

    status: FetchStatus
    done: int
    total: int | None
    problem: ProblemOut | None


class EmbedderList(BaseModel):
    """The embedders there are."""

    items: list[EmbedderOut]
    local: FetchOut | None = Field(description="Null: this installation does without a local embedder")
    may_fetch: bool = Field(description="Whether the reader may fetch the local model, and there is one to fetch")
    reranker: str | None = Field(description="Who puts passages in order: an address's host, or `local`; null: nobody")


class SwitchOut(BaseModel):
    """A change of embedder; until it is done the base is searched as before. `done` and `total` are documents."""

    status: SwitchStatus
    done: int
    total: int
    name: str | None = Field(description="The embedder it leads to; null: none")
    problem: ProblemOut | None
    started_at: datetime
    finished_at: datetime | None


class BaseEmbedder(BaseModel):
    """How a base is searched now, and what it is changing to."""

    kind: Literal["local", "model", "none"]
    model_id: UUID | None
    name: str | None
    dimension: int | None
    reason: str | None = Field(description="Why it is searched by words alone: `no_embedder`; null: it is not")
    switch: SwitchOut | None = Field(description="The latest change")
