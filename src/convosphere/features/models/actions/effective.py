"""What counts of what is known about a model: an administrator's word before the provider's."""

from dataclasses import dataclass

from convosphere.features.models.tables import Model
from convosphere.features.models.types import ModelPrice, Origin

CAPABILITIES = ("vision", "tools", "reasoning")
WINDOW = "context_window"


@dataclass(frozen=True, slots=True)
class Effective:
    """What a model can, as far as anybody says; `origins` by the names of the other fields."""

    vision: bool | None
    tools: bool | None
    reasoning: bool | None
    context_window: int | None
    origins: dict[str, Origin]


def effective(model: Model) -> Effective:
    """What counts, and where it is known from."""
    said = {name: model.capabilities.get(name) for name in CAPABILITIES} | {WINDOW: model.context_window}
    origins = {
        name: Origin.ADMINISTRATOR
        if name in model.overrides
        else (Origin.UNKNOWN if value is None else Origin.PROVIDER)
        for name, value in said.items()
    }
    return Effective(**(said | model.overrides), origins=origins)


def price_set(model: Model) -> ModelPrice | None:
    """What an administrator says that a model costs."""
    if model.price_input is None or model.price_output is None:
        return None
    return ModelPrice(model.price_input, model.price_output, model.price_cached_input)
