"""What comes in. Secrets go in and never come out."""

import re
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import orjson
from pydantic import AfterValidator, Field, JsonValue, SecretStr, StringConstraints
from pydantic_core import PydanticCustomError

from convosphere.engines.llm import ModelKind
from convosphere.features.accounts.schemas.texts import Cursor, Input, printable
from convosphere.features.models.types import ConnectableProvider

MOST_FALLBACKS = 5
_MOST_BODY_BYTES = 20_000
_SENDABLE = re.compile(r"[\x21-\x7e]+")
_FIXED_FIELDS = frozenset({"model", "messages", "stream", "stream_options"})
_FIXED_HEADERS = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection", "te", "upgrade"}
)


def _sendable(key: SecretStr) -> SecretStr:
    # Keys are pasted, often with a line end.
    text = key.get_secret_value().strip()
    if not _SENDABLE.fullmatch(text):
        raise PydanticCustomError("api_key_form", "a key consists of printable ASCII characters without spaces")
    return SecretStr(text)


def _allowed_headers(headers: dict[str, str]) -> dict[str, str]:
    for name in headers:
        if name.lower() in _FIXED_HEADERS:
            raise PydanticCustomError("header_not_allowed", "the header {name} cannot be set", {"name": name})
    return headers


def _allowed_body(body: dict[str, JsonValue]) -> dict[str, JsonValue]:
    fixed = sorted(_FIXED_FIELDS & body.keys())
    if fixed:
        raise PydanticCustomError("body_field_not_allowed", "the field {name} cannot be set", {"name": fixed[0]})
    try:
        size = len(orjson.dumps(body))
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise PydanticCustomError("json_value_not_allowed", "not every value here is JSON") from error
    if size > _MOST_BODY_BYTES:
        raise PydanticCustomError("body_too_large", "at most {limit} bytes", {"limit": _MOST_BODY_BYTES})
    return body


def _each_once(ids: list[UUID]) -> list[UUID]:
    if len(set(ids)) != len(ids):
        raise PydanticCustomError("named_twice", "Name each one once.")
    return ids


Price = Annotated[Decimal, Field(ge=0, le=1_000_000, max_digits=18, decimal_places=9, allow_inf_nan=False)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(printable)]
ModelName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(printable)
]
ApiKey = Annotated[
    SecretStr,
    Field(min_length=1, max_length=4_000, examples=["sk-…"], description="Write-only"),
    AfterValidator(_sendable),
]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$")]
HeaderValue = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\x20-\x7e]{1,4000}$")]
BodyField = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]


class ModelPageQuery(Input):
    """Which page of a list of models. Those who choose want to see them all."""

    limit: Annotated[int, Field(ge=1, le=1_000, description="Most items on a page")] = 500
    cursor: Cursor | None = None


class TimeoutsIn(Input):
    """Patience in seconds; what is left out is as in the settings."""

    connect: Seconds | None = Field(None, description="Until the provider is reached")
    first_token: Seconds | None = Field(None, description="Until an answer begins")
    between_tokens: Seconds | None = Field(None, description="Longest pause within an answer")


class ExtraIn(Input):
    """What some providers need besides. `headers` and `body` may hold secrets and are never shown again."""

    headers: Annotated[dict[HeaderName, HeaderValue], Field(max_length=20), AfterValidator(_allowed_headers)] | None = (
        Field(None, description="Sent with every request; write-only", examples=[{"X-Team": "research"}])
    )
    body: Annotated[dict[BodyField, JsonValue], Field(max_length=50), AfterValidator(_allowed_body)] | None = Field(
        None, description="Merged into every chat request; write-only", examples=[{"safe_prompt": True}]
    )
    models: Annotated[list[ModelName], Field(max_length=200)] | None = Field(
        None, description="Names of models, for servers that cannot list theirs"
    )
    vendor: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,50}$")] | None = Field(
        None, description="Provider litellm: its prefix of the vendor", examples=["gemini"]
    )
    max_tokens_field: Literal["max_tokens", "max_completion_tokens"] | None = Field(
        None, description="Provider openai: how the server calls the limit of an answer"
    )


class ConnectionCreate(Input):
    """A new way to a provider. Its models are listed at once; `status` says how that went."""

    provider: ConnectableProvider
    name: Line = Field(examples=["OpenAI"])
    base_url: Annotated[str, Field(min_length=1, max_length=2_000)] | None = Field(
        None, description="None: the provider's own address", examples=["http://127.0.0.1:11434/v1"]
    )
    api_key: ApiKey | None = None
    extra: ExtraIn | None = None
    timeouts: TimeoutsIn | None = None


class ConnectionPatch(Input):
    """What can be changed; what is left out stays.

    A new `base_url` needs the secrets anew (`api_key`, and `extra.headers` and `extra.body` if they are set; null
    drops one), so that a key cannot be sent to a host that it was not meant for.
    """

    name: Line | None = None
    base_url: Annotated[str, Field(min_length=1, max_length=2_000)] | None = None
    api_key: ApiKey | None = None
    extra: ExtraIn | None = None
    timeouts: TimeoutsIn | None = None
    enabled: bool | None = None


class CapabilitiesIn(Input):
    """What an administrator says that a model can; null: as the provider says. What is left out stays."""

    vision: bool | None = None
    tools: bool | None = None
    reasoning: bool | None = None


class PriceIn(Input):
    """What a model costs, in USD for a million tokens."""

    input: Price = Field(examples=["0.25"])
    output: Price = Field(examples=["2.00"])
    cached_input: Price | None = Field(None, description="Null: as any input")


class ModelPatch(Input):
    """What can be changed; what is left out stays.

    Null brings the provider's `display_name`, `context_window`, `kind` or capability back, and the price of the price
    lists.
    """

    enabled: bool | None = None
    is_default: Literal[True] | None = Field(None, description="Makes it the default in place of the present one")
    small_tasks: bool | None = Field(None, description="Whether it is asked for titles and suggestions")
    display_name: Line | None = None
    fallbacks: Annotated[list[UUID], Field(max_length=MOST_FALLBACKS), AfterValidator(_each_once)] | None = Field(
        None, description="Models that are asked in its place, in this order, when it does not begin to answer"
    )
    capabilities: CapabilitiesIn | None = None
    context_window: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(None, description="Tokens")
    kind: ModelKind | None = Field(None, description="What it is for, where that was told wrongly by its name")
    price: PriceIn | None = None
