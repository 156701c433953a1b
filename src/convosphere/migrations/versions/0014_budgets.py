"""Budgets, their balances and reservations; what usage records say besides."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_MONEY = sa.Numeric(18, 9)
_SUM = sa.Numeric(24, 9)


def upgrade() -> None:
    _usage_records()
    # The program that asked, so that its key's budget counts when the question's turn comes.
    op.add_column("queued_questions", sa.Column("api_key_id", sa.Uuid()))
    _budgets()
    _balances()
    _reservations()
    for table in ("budgets", "budget_balances", "budget_reservations"):
        enable_tenancy(table)


def _usage_records() -> None:
    for column in ("api_key_id", "assistant_id", "reservation_id"):
        op.add_column("usage_records", sa.Column(column, sa.Uuid()))
    op.create_unique_constraint("uq_usage_records_reservation_id", "usage_records", ["reservation_id"])


def _budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("each_member", sa.Boolean(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("money", _MONEY),
        sa.Column("tokens", sa.BigInteger()),
        sa.Column("warn_percent", sa.Integer(), nullable=False),
        sa.Column("unknown_price", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_budgets"),
        sa.UniqueConstraint("organization_id", "id", name="uq_budgets_organization_id_id"),
        sa.UniqueConstraint(
            "organization_id", "subject_id", "each_member", "period", name="uq_budgets_organization_id_subject_id"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_budgets_organization_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("period IN ('day', 'month')", name="ck_budgets_period"),
        sa.CheckConstraint("money IS NOT NULL OR tokens IS NOT NULL", name="ck_budgets_limit"),
    )
    op.create_index("ix_budgets_page", "budgets", ["organization_id", "created_at", "id"])


def _balances() -> None:
    op.create_table(
        "budget_balances",
        sa.Column("budget_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("period_start", _TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("spent_money", _SUM, nullable=False),
        sa.Column("reserved_money", _SUM, nullable=False),
        sa.Column("spent_tokens", sa.BigInteger(), nullable=False),
        sa.Column("reserved_tokens", sa.BigInteger(), nullable=False),
        sa.Column("unpriced_calls", sa.Integer(), nullable=False),
        sa.Column("warned_at", _TIME),
        sa.Column("exhausted_at", _TIME),
        sa.PrimaryKeyConstraint("budget_id", "holder_id", "period_start", name="pk_budget_balances"),
        # Foreign keys look past policies, so this one holds the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id", "budget_id"],
            ["budgets.organization_id", "budgets.id"],
            name="fk_budget_balances_organization_id_budget_id",
            ondelete="CASCADE",
        ),
        # These rows change with every call: updates should find room on their page, and few dead ones should stay.
        postgresql_with={"fillfactor": 50, "autovacuum_vacuum_scale_factor": 0, "autovacuum_vacuum_threshold": 200},
    )


def _reservations() -> None:
    # No foreign keys: what was spent is recorded, whoever and whatever it was spent for.
    op.create_table(
        "budget_reservations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("lost_at", _TIME),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("api_key_id", sa.Uuid()),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Uuid()),
        sa.Column("message_id", sa.Uuid()),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model_name", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("money", _MONEY),
        sa.Column("budget_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("holder_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("period_starts", ARRAY(_TIME), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_budget_reservations"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name="fk_budget_reservations_organization_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_budget_reservations_message", "budget_reservations", ["message_id"])
    op.create_index("ix_budget_reservations_lease", "budget_reservations", ["organization_id", "expires_at"])
