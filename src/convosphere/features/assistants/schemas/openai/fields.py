"""Field types that several of the request's parts share."""

from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class OpenAIInput(BaseModel):
    """Base of what comes in: types are taken strictly, fields that are not known here are ignored.

    Clients send many fields, and new ones every month; refusing them would lock out clients that work.
    """

    model_config = ConfigDict(strict=True, extra="ignore")


def _writable(value: dict[str, Any]) -> dict[str, Any]:
    """Refuses what cannot be sent on as JSON: integers beyond 64 bits, lone surrogates, too deep nesting."""
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise PydanticCustomError("json_value_not_allowed", "Not every value here can be written as JSON.") from error
    return value


def _listed(value: object) -> object:
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _none_is_empty(value: object) -> object:
    return [] if value is None else value


JsonObject = Annotated[dict[str, Any], AfterValidator(_writable)]
# One text or several.
Texts = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str] | None)]
NullIsEmpty = BeforeValidator(_none_is_empty)
TokenCount = Annotated[int, Field(ge=1, le=2**31 - 1)]
