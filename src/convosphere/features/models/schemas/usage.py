"""Usage: which span of time, by what, and the sums."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from convosphere.features.accounts.schemas.texts import Cursor, Input, printable
from convosphere.features.models.schemas.budgets import TimeZone
from convosphere.features.models.schemas.outputs import Cost
from convosphere.features.models.types import UsageBy

# Not before anybody used this, and not after anybody will.
_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class UsageSpan(Input):
    """Which span of time: the last `days`, or whole days `from` … `to` of a time zone."""

    days: Annotated[int, Field(ge=1, le=366, description="Times 24 hours, up to now; without `from` and `to`")] = 30
    since: _Day | None = Field(None, alias="from", description="First day", examples=["2026-01-01"])
    until: _Day | None = Field(None, alias="to", description="Last day; null: today")
    time_zone: TimeZone = "UTC"
    by: UsageBy | None = Field(None, description="What the sums are split by; null: by nothing")
    of: UsageBy | None = Field(
        None, description="Only the calls of one group of this kind, which `key` names; null: all"
    )
    key: Annotated[str, Field(max_length=1_000), AfterValidator(printable)] = Field(
        "", description="The group's `key`, as the sums by `of` name it; empty: what belongs to none. Only with `of`"
    )


class UsageQuery(UsageSpan):
    """Which sums, and which page of them."""

    limit: Annotated[int, Field(ge=1, le=400, description="Most groups on a page")] = 100
    cursor: Cursor | None = None


class UsageSums(BaseModel):
    """Sums of calls. `lost`: calls whose end nobody reported, counted with the most they can have taken."""

    calls: int
    completed: int
    stopped: int
    failed: int
    lost: int
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int = Field(description="Part of `input_tokens`")
    reasoning_tokens: int = Field(description="Part of `output_tokens`")
    cost: Cost = Field(description="Of the calls whose price is known", examples=["1.37"])
    calls_without_price: int = Field(description="Calls whose price is not known; they are not in `cost`")


class UsageGroup(UsageSums):
    """The sums of one day, model, person, assistant, purpose or API key."""

    key: str | None = Field(
        description="The day, the id, the purpose; `built_in`: the built-in assistant; null: of none",
        examples=["2026-01-31"],
    )
    name: str | None = Field(description="What people call it; null: gone, or nothing to call")
    detail: str | None = Field(description="The connection of a model, the person of an API key")


class UsageChoice(BaseModel):
    """The one group whose calls are summed up."""

    by: UsageBy
    key: str | None
    name: str | None = Field(description="As in the sums by `by`")
    detail: str | None


class UsageSummary(UsageSums):
    """Sums of all calls to models in a span of time, and by groups if asked for.

    Days come in their order, everything else the most expensive first.
    """

    since: datetime
    until: datetime
    currency: str = Field(examples=["USD"])
    median_time_to_first_token_ms: int | None
    of: UsageChoice | None = Field(description="Whose calls alone are meant, if not all")
    groups: list[UsageGroup]
    next_cursor: str | None
