"""What a call may take, noted before it is made and reserved in all budgets that limit it: one statement, or none at
all where one refuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.models.types import BudgetPeriod, BudgetSubject, UnknownPrice

# The budgets that limit somebody now, and the balances of theirs that are meant. PostgreSQL knows when a day begins
# in a time zone, on the days when clocks change, too. Ids are never those of two subjects of different kinds.
_LIMITING = """
    SELECT b.id AS budget_id, b.subject_kind, b.subject_id, b.each_member, b.period, b.time_zone, b.money, b.tokens,
           b.warn_percent, b.unknown_price,
           CASE WHEN b.each_member THEN CAST(:person_id AS uuid) ELSE b.subject_id END AS holder_id,
           date_trunc(b.period, CAST(:now AS timestamptz), b.time_zone) AS period_start
      FROM budgets b
     WHERE b.organization_id = :organization_id AND b.enabled
       AND (NOT b.each_member OR CAST(:person_id AS uuid) IS NOT NULL)
       AND b.subject_id = ANY (
           ARRAY[CAST(:organization_id AS uuid), CAST(:person_id AS uuid), CAST(:api_key_id AS uuid)]
           || ARRAY(SELECT group_id FROM group_members
                     WHERE organization_id = :organization_id AND person_id = CAST(:person_id AS uuid)))
"""

# Rows are locked in the order of the budgets' ids, as everywhere. A balance that has no row yet gets one; where a
# budget does not leave enough, no row of it is taken, and the caller undoes the others. A call that nothing limits is
# noted, too, and holds nothing; the caller does not wait for that commit.
_RESERVE = text(
    f"""
WITH limiting AS MATERIALIZED ({_LIMITING}),
taken AS (
    INSERT INTO budget_balances AS held (organization_id, budget_id, holder_id, period_start, spent_money,
                                         reserved_money, spent_tokens, reserved_tokens, unpriced_calls)
    SELECT CAST(:organization_id AS uuid), budget_id, holder_id, period_start, 0,
           coalesce(CAST(:money AS numeric), 0), 0, CAST(:tokens AS bigint), 0
      FROM limiting
     WHERE (money IS NULL OR (coalesce(CAST(:money AS numeric), 0) <= money
                              AND (CAST(:money AS numeric) IS NOT NULL OR unknown_price = 'allow')))
       AND (tokens IS NULL OR CAST(:tokens AS bigint) <= tokens)
     ORDER BY budget_id
    ON CONFLICT (budget_id, holder_id, period_start) DO UPDATE
       SET reserved_money = held.reserved_money + excluded.reserved_money,
           reserved_tokens = held.reserved_tokens + excluded.reserved_tokens
     WHERE (SELECT (l.money IS NULL
                    OR held.spent_money + held.reserved_money + excluded.reserved_money <= l.money)
               AND (l.tokens IS NULL
                    OR held.spent_tokens + held.reserved_tokens + excluded.reserved_tokens <= l.tokens)
              FROM limiting l WHERE l.budget_id = held.budget_id)
    RETURNING budget_id
),
noted AS (
    INSERT INTO budget_reservations (id, organization_id, created_at, expires_at, person_id, api_key_id, assistant_id,
                                     purpose, conversation_id, message_id, connection_id, provider, model_name,
                                     input_tokens, output_tokens, money, budget_ids, holder_ids, period_starts)
    SELECT CAST(:id AS uuid), CAST(:organization_id AS uuid), CAST(:now AS timestamptz),
           CAST(:expires_at AS timestamptz), CAST(:person_id AS uuid), CAST(:api_key_id AS uuid),
           CAST(:assistant_id AS uuid), CAST(:purpose AS text),
           CAST(:conversation_id AS uuid), CAST(:message_id AS uuid), CAST(:connection_id AS uuid),
           CAST(:provider AS text), CAST(:model_name AS text), CAST(:input_tokens AS integer),
           CAST(:output_tokens AS integer), CAST(:money AS numeric),
           coalesce(array_agg(budget_id ORDER BY budget_id), '{{}}'),
           coalesce(array_agg(holder_id ORDER BY budget_id), '{{}}'),
           coalesce(array_agg(period_start ORDER BY budget_id), '{{}}')
      FROM limiting
)
SELECT (SELECT count(*) FROM limiting) AS limiting, (SELECT count(*) FROM taken) AS taken
"""  # noqa: S608 - put together from constants
)

_STATE = text(
    f"""
SELECT l.*, coalesce(h.spent_money, 0) AS spent_money, coalesce(h.reserved_money, 0) AS reserved_money,
       coalesce(h.spent_tokens, 0) AS spent_tokens, coalesce(h.reserved_tokens, 0) AS reserved_tokens,
       coalesce(h.unpriced_calls, 0) AS unpriced_calls, h.warned_at, h.exhausted_at,
       date_trunc(l.period, CAST(:now AS timestamptz) AT TIME ZONE l.time_zone)
           + CAST('1 ' || l.period AS interval) AS ends_local,
       (date_trunc(l.period, CAST(:now AS timestamptz) AT TIME ZONE l.time_zone)
           + CAST('1 ' || l.period AS interval)) AT TIME ZONE l.time_zone AS ends_at,
       coalesce(g.name, k.name) AS name
  FROM ({_LIMITING}) l
  LEFT JOIN budget_balances h USING (budget_id, holder_id, period_start)
  LEFT JOIN groups g ON g.organization_id = :organization_id AND g.id = l.subject_id
  LEFT JOIN api_keys k ON k.organization_id = :organization_id AND k.id = l.subject_id
 ORDER BY l.budget_id
"""  # noqa: S608 - put together from constants
)

_EXHAUST = text(
    """
UPDATE budget_balances SET exhausted_at = :now, warned_at = coalesce(warned_at, :now)
 WHERE budget_id = :budget_id AND holder_id = :holder_id AND period_start = :period_start AND exhausted_at IS NULL
RETURNING budget_id
"""
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose calls are meant: a person's, by a program's key if there is one."""

    organization_id: UUID
    person_id: UUID | None
    api_key_id: UUID | None


@dataclass(frozen=True, slots=True)
class NewReservation:
    """What a call is for and what it may take. `money` None: its price is not known."""

    id: UUID
    expires_at: datetime
    assistant_id: UUID | None
    purpose: str
    conversation_id: UUID | None
    message_id: UUID | None
    connection_id: UUID
    provider: str
    model_name: str
    input_tokens: int
    output_tokens: int
    money: Decimal | None


@dataclass(frozen=True, slots=True)
class Reserved:
    """How many budgets limit the call, and how many of them leave enough for it."""

    limiting: int
    taken: int


@dataclass(frozen=True, slots=True)
class LimitState:
    """A budget that limits somebody, and what is used of it in this period.

    `ends_local`: when the next period begins, as clocks in the budget's time zone show it.
    """

    budget_id: UUID
    subject_kind: BudgetSubject
    subject_id: UUID
    each_member: bool
    period: BudgetPeriod
    time_zone: str
    money: Decimal | None
    tokens: int | None
    warn_percent: int
    unknown_price: UnknownPrice
    holder_id: UUID
    period_start: datetime
    spent_money: Decimal
    reserved_money: Decimal
    spent_tokens: int
    reserved_tokens: int
    unpriced_calls: int
    warned_at: datetime | None
    exhausted_at: datetime | None
    ends_local: datetime
    ends_at: datetime
    # The group's or the key's, where the subject is one.
    name: str | None


async def reserve(session: AsyncSession, holder: Holder, wanted: NewReservation, now: datetime) -> Reserved:
    """Notes the call and reserves in every budget that limits the holder. When `taken` is less than `limiting`, roll
    back.

    Raises:
        sqlalchemy.exc.IntegrityError: the reservation is there already, or a budget was deleted meanwhile.
    """
    values = {name: getattr(wanted, name) for name in NewReservation.__dataclass_fields__}
    tokens = wanted.input_tokens + wanted.output_tokens
    row = (await session.execute(_RESERVE, _of(holder, now) | values | {"tokens": tokens})).one()
    return Reserved(row.limiting, row.taken)


async def limits_of(session: AsyncSession, holder: Holder, now: datetime) -> Sequence[LimitState]:
    """Everything that limits the holder now, in the order of the budgets' ids."""
    rows = (await session.execute(_STATE, _of(holder, now))).mappings()
    return [
        LimitState(
            **{
                **row,
                "subject_kind": BudgetSubject(row["subject_kind"]),
                "period": BudgetPeriod(row["period"]),
                "unknown_price": UnknownPrice(row["unknown_price"]),
            }
        )
        for row in rows
    ]


async def mark_exhausted(session: AsyncSession, limit: LimitState, now: datetime) -> bool:
    """Notes that a call was refused for what has been spent; says whether it is the first time in this period."""
    values = {
        "budget_id": limit.budget_id,
        "holder_id": limit.holder_id,
        "period_start": limit.period_start,
        "now": now,
    }
    return (await session.execute(_EXHAUST, values)).one_or_none() is not None


def _of(holder: Holder, now: datetime) -> dict[str, object]:
    return {
        "organization_id": holder.organization_id,
        "person_id": holder.person_id,
        "api_key_id": holder.api_key_id,
        "now": now,
    }
