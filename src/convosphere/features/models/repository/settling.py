"""The end of calls: their records are stored, what they held is let go, what they used is added, in the same order
everywhere.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.models.tables import BudgetReservation, UsageRecord
from convosphere.features.models.types import LOST

_KEPT = {"id", "organization_id", "reservation_id"}
_RECORDED = [column.name for column in UsageRecord.__table__.columns]
# Each call once: one that was taken for lost is recorded as it really ended.
_STORED = f"""
stored AS (
    INSERT INTO usage_records AS kept ({", ".join(_RECORDED)})
    SELECT {", ".join(_RECORDED)} FROM jsonb_populate_recordset(CAST(NULL AS usage_records), CAST(:records AS jsonb))
    ON CONFLICT (reservation_id) DO UPDATE
       SET {", ".join(f"{name} = excluded.{name}" for name in _RECORDED if name not in _KEPT)}
     WHERE kept.outcome = '{LOST}' AND excluded.outcome <> '{LOST}'
),
"""  # noqa: S608 - put together from constants
# Calls that have ended: their reservations go, and what they took takes the place of what was held, or of what was
# counted when they were taken for lost. One statement, because every call pays for it.
_OF_ENDED = """
WITH ended AS (
    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:costs AS numeric[]), CAST(:tokens AS bigint[]))
        AS e(id, cost, tokens)
),
gone AS (
    DELETE FROM budget_reservations r USING ended e
     WHERE r.organization_id = :organization_id AND r.id = e.id
    RETURNING r.budget_ids, r.holder_ids, r.period_starts, r.lost_at IS NOT NULL AS lost, r.money IS NULL AS unpriced,
              coalesce(r.money, 0) AS money, CAST(r.input_tokens AS bigint) + r.output_tokens AS held,
              e.cost, e.tokens
),
shares AS (
    SELECT p.budget_id, p.holder_id, p.period_start,
           sum(coalesce(cost, 0) - CASE WHEN lost THEN money ELSE 0 END) AS spent_money,
           sum(CASE WHEN lost THEN 0 ELSE money END) AS freed_money,
           CAST(sum(tokens - CASE WHEN lost THEN held ELSE 0 END) AS bigint) AS spent_tokens,
           CAST(sum(CASE WHEN lost THEN 0 ELSE held END) AS bigint) AS freed_tokens,
           CAST(count(*) FILTER (WHERE cost IS NULL) - count(*) FILTER (WHERE lost AND unpriced) AS integer)
               AS unpriced_calls
      FROM gone, unnest(budget_ids, holder_ids, period_starts) AS p(budget_id, holder_id, period_start)
     GROUP BY 1, 2, 3
),
"""
_OF_LOST = """
WITH shares AS (
    SELECT * FROM unnest(CAST(:budget_ids AS uuid[]), CAST(:holder_ids AS uuid[]),
                         CAST(:period_starts AS timestamptz[]), CAST(:spent_money AS numeric[]),
                         CAST(:freed_money AS numeric[]), CAST(:spent_tokens AS bigint[]),
                         CAST(:freed_tokens AS bigint[]), CAST(:unpriced_calls AS integer[]))
        AS s(budget_id, holder_id, period_start, spent_money, freed_money, spent_tokens, freed_tokens, unpriced_calls)
),
"""
# Whoever is told of a budget is told once in a period: of the rows as they were, locked, against what they become.
_APPLY = """
locked AS (
    SELECT s.*, h.warned_at, h.exhausted_at,
           (g.enabled AND ((s.spent_money > 0 AND (h.spent_money + s.spent_money) * 100 >= g.money * g.warn_percent)
             OR (s.spent_tokens > 0 AND (h.spent_tokens + s.spent_tokens) * 100 >= g.tokens * g.warn_percent)))
               IS TRUE AS near,
           (g.enabled AND ((s.spent_money > 0 AND h.spent_money + s.spent_money >= g.money)
             OR (s.spent_tokens > 0 AND h.spent_tokens + s.spent_tokens >= g.tokens))) IS TRUE AS exhausted
      FROM shares s
      JOIN budget_balances h USING (budget_id, holder_id, period_start)
      JOIN budgets g ON g.id = s.budget_id
     WHERE h.organization_id = :organization_id
     ORDER BY h.budget_id, h.holder_id, h.period_start
       FOR UPDATE OF h
),
changed AS (
    UPDATE budget_balances h
       SET spent_money = h.spent_money + l.spent_money,
           reserved_money = h.reserved_money - l.freed_money,
           spent_tokens = h.spent_tokens + l.spent_tokens,
           reserved_tokens = h.reserved_tokens - l.freed_tokens,
           unpriced_calls = h.unpriced_calls + l.unpriced_calls,
           warned_at = CASE WHEN l.near OR l.exhausted THEN coalesce(h.warned_at, :now) ELSE h.warned_at END,
           exhausted_at = CASE WHEN l.exhausted THEN coalesce(h.exhausted_at, :now) ELSE h.exhausted_at END
      FROM locked l
     WHERE h.budget_id = l.budget_id AND h.holder_id = l.holder_id AND h.period_start = l.period_start
)
SELECT budget_id, holder_id, period_start, exhausted FROM locked
 WHERE (exhausted AND exhausted_at IS NULL) OR (near AND warned_at IS NULL)
"""
_SETTLE = text(_OF_ENDED + _STORED + _APPLY)
_APPLY_LOST = text(_OF_LOST + _STORED + _APPLY)


@dataclass(slots=True)
class Share:
    """What lost calls change in one balance."""

    spent_money: Decimal = Decimal(0)
    freed_money: Decimal = Decimal(0)
    spent_tokens: int = 0
    freed_tokens: int = 0
    unpriced_calls: int = 0


@dataclass(frozen=True, slots=True, order=True)
class BalanceKey:
    """Which balance; ordered as rows are locked."""

    budget_id: UUID
    holder_id: UUID
    period_start: datetime


@dataclass(frozen=True, slots=True)
class Crossed:
    """A balance that has just come near its limit, or to it, for the first time in its period."""

    key: BalanceKey
    exhausted: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What was reserved for a call: see `BudgetReservation`."""

    id: UUID
    created_at: datetime
    lost_at: datetime | None
    person_id: UUID | None
    api_key_id: UUID | None
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
    budget_ids: Sequence[UUID]
    holder_ids: Sequence[UUID]
    period_starts: Sequence[datetime]


_HELD = ", ".join(f"r.{name}" for name in Held.__dataclass_fields__)
# Nobody is waited for who is at it already.
_LOSE = """
UPDATE budget_reservations r SET lost_at = :now
  FROM (SELECT id FROM budget_reservations
         WHERE organization_id = :organization_id AND lost_at IS NULL AND {chosen}
         ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED) AS chosen
 WHERE r.id = chosen.id RETURNING {held}
"""
_LOSE_OF_MESSAGE = text(_LOSE.format(held=_HELD, chosen="message_id = :message_id AND purpose = :purpose"))
_LOSE_EXPIRED = text(_LOSE.format(held=_HELD, chosen="expires_at < :now"))


async def settle(
    session: AsyncSession,
    organization_id: UUID,
    ended: Sequence[tuple[UUID, Decimal | None, int]],
    records: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Sequence[Crossed]:
    """Stores records and ends reservations with the cost (None: not known) and the tokens of their calls, each once.

    Returns the balances that have just come near their limit, or to it.
    """
    values = {
        "organization_id": organization_id,
        "now": now,
        "ids": [reservation_id for reservation_id, *_ in ended],
        "costs": [cost for _, cost, _ in ended],
        "tokens": [tokens for *_, tokens in ended],
        "records": _json(records),
    }
    return _crossed(await session.execute(_SETTLE, values))


async def reservation_exists(session: AsyncSession, reservation_id: UUID) -> bool:
    """Whether something is held under this id."""
    return await session.scalar(select(BudgetReservation.id).where(BudgetReservation.id == reservation_id)) is not None


async def lose_calls_of(
    session: AsyncSession, organization_id: UUID, now: datetime, *, message_id: UUID, purpose: str, most: int
) -> Sequence[Held]:
    """Marks as lost what is held for a message and a purpose."""
    values = {"organization_id": organization_id, "now": now, "most": most}
    rows = await session.execute(_LOSE_OF_MESSAGE, values | {"message_id": message_id, "purpose": purpose})
    return [Held(*row) for row in rows]


async def lose_expired(session: AsyncSession, organization_id: UUID, now: datetime, *, most: int) -> Sequence[Held]:
    """Marks as lost what nobody has settled while its lease ran."""
    rows = await session.execute(_LOSE_EXPIRED, {"organization_id": organization_id, "now": now, "most": most})
    return [Held(*row) for row in rows]


async def forget_lost(session: AsyncSession, organization_id: UUID, before: datetime) -> None:
    """Removes reservations that were settled as lost before a moment: nothing more is to be expected of them."""
    query = delete(BudgetReservation).where(
        BudgetReservation.organization_id == organization_id, BudgetReservation.lost_at < before
    )
    await session.execute(query, execution_options={"synchronize_session": False})


async def apply_shares(
    session: AsyncSession,
    organization_id: UUID,
    shares: dict[BalanceKey, Share],
    records: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Sequence[Crossed]:
    """Stores records of lost calls and changes balances, as far as they still exist; returns those that have just come
    near their limit, or to it.
    """
    ordered = sorted(shares.items(), key=lambda item: item[0])
    rows = await session.execute(
        _APPLY_LOST,
        {
            "organization_id": organization_id,
            "now": now,
            "budget_ids": [key.budget_id for key, _ in ordered],
            "holder_ids": [key.holder_id for key, _ in ordered],
            "period_starts": [key.period_start for key, _ in ordered],
            "spent_money": [share.spent_money for _, share in ordered],
            "freed_money": [share.freed_money for _, share in ordered],
            "spent_tokens": [share.spent_tokens for _, share in ordered],
            "freed_tokens": [share.freed_tokens for _, share in ordered],
            "unpriced_calls": [share.unpriced_calls for _, share in ordered],
            "records": _json(records),
        },
    )
    return _crossed(rows)


def _crossed(rows: Iterable[Any]) -> list[Crossed]:
    return [Crossed(BalanceKey(row.budget_id, row.holder_id, row.period_start), row.exhausted) for row in rows]


def _json(records: Sequence[Mapping[str, Any]]) -> str:
    """Ids, times and amounts as text, which the database reads as what its columns are."""
    return json.dumps(records, default=str)
