"""The base of every area of settings."""

from pydantic import BaseModel, ConfigDict


class Area(BaseModel):
    """Base of every area: unknown keys are mistakes, values do not change at run time."""

    model_config = ConfigDict(extra="forbid", frozen=True)
