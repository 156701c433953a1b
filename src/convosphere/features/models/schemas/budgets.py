"""Budgets: what comes in and what goes out."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from convosphere.features.accounts.schemas.texts import Input, PageQuery, printable
from convosphere.features.models.schemas.outputs import Cost
from convosphere.features.models.types import CURRENCY, BudgetPeriod, BudgetSubject, UnknownPrice

Money = Annotated[
    Decimal,
    Field(ge=0, le=100_000_000, max_digits=17, decimal_places=6, description="USD", examples=["250.00"]),
]
# What JavaScript can still count exactly.
Tokens = Annotated[int, Field(ge=0, le=9_007_199_254_740_991, examples=[2_000_000])]
Percent = Annotated[int, Field(ge=1, le=100)]
TimeZone = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,3}$", max_length=64),
    AfterValidator(printable),
    Field(examples=["Europe/Berlin"], description="IANA name: when a day begins"),
]


class BudgetCreate(Input):
    """A new limit; `money` or `tokens` or both. It counts from now on."""

    subject_kind: BudgetSubject
    subject_id: UUID | None = Field(None, description="The group, person or API key; null for the organisation")
    each_member: bool = Field(
        default=False,
        description="A limit for every person of the organisation or group by themself, rather than for all together",
    )
    period: BudgetPeriod
    time_zone: TimeZone = "UTC"
    money: Money | None = None
    tokens: Tokens | None = None
    warn_percent: Percent = Field(80, description="Used up so far, people are told; once a period")
    unknown_price: UnknownPrice = Field(
        UnknownPrice.ALLOW, description="A call whose price is not known: counted in tokens only, or refused"
    )
    enabled: bool = True


class BudgetPatch(Input):
    """What can be changed; what is left out stays, null removes a limit. Whom it limits and when is fixed."""

    money: Money | None = None
    tokens: Tokens | None = None
    warn_percent: Percent | None = None
    unknown_price: UnknownPrice | None = None
    enabled: bool | None = Field(None, description="A budget that is off neither limits nor counts")


class BudgetsQuery(PageQuery):
    """Which budgets."""

    subject_id: UUID | None = None


class BudgetSubjectOut(BaseModel):
    """Whose calls count; a name of null: gone."""

    kind: BudgetSubject
    id: UUID
    name: str | None


class BudgetCurrent(BaseModel):
    """The present period, all holders together. What is reserved is held by calls that run."""

    starts_at: datetime
    ends_at: datetime
    spent_money: Cost
    reserved_money: Cost
    spent_tokens: int
    reserved_tokens: int
    calls_without_price: int = Field(description="They count in tokens only")
    holders: int = Field(description="Who has used any of it")
    near: int = Field(description="Holders who were told that theirs is nearly used up")
    exhausted: int = Field(description="Holders whose calls are refused, or soon are")


class BudgetOut(BaseModel):
    """A budget as administrators see it."""

    id: UUID
    subject: BudgetSubjectOut
    each_member: bool
    period: BudgetPeriod
    time_zone: str
    money: Cost | None
    tokens: int | None
    currency: str = CURRENCY
    warn_percent: int
    unknown_price: UnknownPrice
    enabled: bool
    current: BudgetCurrent
    created_at: datetime
    updated_at: datetime


class BudgetPage(BaseModel):
    """Budgets, the oldest first."""

    items: list[BudgetOut]
    next_cursor: str | None


class BudgetBalanceOut(BaseModel):
    """What one holder has used in the present period; a name of null: gone."""

    holder_id: UUID
    name: str | None
    spent_money: Cost
    reserved_money: Cost
    spent_tokens: int
    reserved_tokens: int
    calls_without_price: int
    warned_at: datetime | None
    exhausted_at: datetime | None


class BudgetBalancePage(BaseModel):
    """Those who have used most first."""

    items: list[BudgetBalanceOut]
    next_cursor: str | None


class OwnLimit(BaseModel):
    """A budget that limits whoever asks. Limits of null are none; `left` is what neither spent nor reserved is."""

    id: UUID
    subject_kind: BudgetSubject
    each_member: bool
    name: str | None = Field(description="Of the group or API key")
    period: BudgetPeriod
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    money: Cost | None
    money_left: Cost | None
    tokens: int | None
    tokens_left: int | None
    currency: str = CURRENCY
    near: bool
    exhausted: bool
    refuses_unknown_prices: bool


class OwnLimits(BaseModel):
    """All that limits whoever asks. Never more than one page."""

    items: list[OwnLimit]
    next_cursor: None = None
