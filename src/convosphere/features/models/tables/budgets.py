"""Budgets, what was spent of them, and what running calls hold of them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Numeric, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.features.models.types import BudgetPeriod, BudgetSubject, UnknownPrice
from convosphere.platform.database import Base, TenantMixin
from convosphere.platform.database.base import Money

# Sums of money, with more places before the point.
MoneySum = Numeric(24, 9)


class Budget(TenantMixin, Base):
    """What may be spent in a day or a month. What it limits and when its periods begin never changes."""

    __tablename__ = "budgets"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        UniqueConstraint("organization_id", "subject_id", "each_member", "period"),
        Index("ix_budgets_page", "organization_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[BudgetSubject] = mapped_column(Text)
    # Of a budget for the organisation: the organisation's.
    subject_id: Mapped[UUID]
    # A limit for every member of the group or organisation by themself, rather than for all together.
    each_member: Mapped[bool]
    period: Mapped[BudgetPeriod] = mapped_column(Text)
    # IANA name: when a day begins.
    time_zone: Mapped[str] = mapped_column(Text)
    # One of both at least is set.
    money: Mapped[Decimal | None] = mapped_column(Money)
    tokens: Mapped[int | None] = mapped_column(BigInteger)
    warn_percent: Mapped[int]
    unknown_price: Mapped[UnknownPrice] = mapped_column(Text)
    enabled: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class BudgetBalance(TenantMixin, Base):
    """What one holder has spent of a budget in one period, and what their running calls hold of it.

    The holder is the person where each member has a limit, else the budget's subject.
    """

    __tablename__ = "budget_balances"
    __table_args__ = (
        # Foreign keys look past policies, so this one holds the organisation too.
        ForeignKeyConstraint(
            ["organization_id", "budget_id"], ["budgets.organization_id", "budgets.id"], ondelete="CASCADE"
        ),
    )

    budget_id: Mapped[UUID] = mapped_column(primary_key=True)
    holder_id: Mapped[UUID] = mapped_column(primary_key=True)
    period_start: Mapped[datetime] = mapped_column(primary_key=True)
    spent_money: Mapped[Decimal] = mapped_column(MoneySum)
    reserved_money: Mapped[Decimal] = mapped_column(MoneySum)
    spent_tokens: Mapped[int] = mapped_column(BigInteger)
    reserved_tokens: Mapped[int] = mapped_column(BigInteger)
    # Calls that count in tokens only, because nobody knows their price.
    unpriced_calls: Mapped[int]
    # When somebody was told that it is nearly, or quite, used up; once in a period.
    warned_at: Mapped[datetime | None]
    exhausted_at: Mapped[datetime | None]


class BudgetReservation(TenantMixin, Base):
    """A call that is running: what it is for, and what it holds of all the budgets that limit it, if any do.

    It goes when the call is recorded. A call of which nothing was heard is settled as lost, and its reservation kept
    a while, in case the call ends after all.
    """

    __tablename__ = "budget_reservations"
    __table_args__ = (
        Index("ix_budget_reservations_message", "message_id"),
        Index("ix_budget_reservations_lease", "organization_id", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
    person_id: Mapped[UUID | None]
    api_key_id: Mapped[UUID | None]
    assistant_id: Mapped[UUID | None]
    purpose: Mapped[str] = mapped_column(Text)
    conversation_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    connection_id: Mapped[UUID]
    provider: Mapped[str] = mapped_column(Text)
    model_name: Mapped[str] = mapped_column(Text)
    input_tokens: Mapped[int]
    output_tokens: Mapped[int]
    # None: the price is not known.
    money: Mapped[Decimal | None] = mapped_column(Money)
    # The balances that it is held in: the same place in each list.
    budget_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    holder_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    period_starts: Mapped[list[datetime]] = mapped_column(ARRAY(TIMESTAMP(timezone=True)))
