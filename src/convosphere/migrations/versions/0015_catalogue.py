"""Who stands in for a model, who may use it, what administrators say of it; what really answered a question."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_MONEY = sa.Numeric(18, 9)


def upgrade() -> None:
    op.add_column("models", sa.Column("fallbacks", ARRAY(sa.Uuid()), nullable=False, server_default="{}"))
    op.add_column("models", sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("models", sa.Column("overrides", JSONB(), nullable=False, server_default="{}"))
    for column in ("price_input", "price_output", "price_cached_input"):
        op.add_column("models", sa.Column(column, _MONEY))
    op.create_unique_constraint("uq_models_organization_id_id", "models", ["organization_id", "id"])
    _access()
    # Null for all answers that the wanted model gave.
    op.add_column("messages", sa.Column("fallback", JSONB()))


def _access() -> None:
    op.create_table(
        "model_access",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("group_id", sa.Uuid()),
        sa.Column("person_id", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_model_access"),
        sa.UniqueConstraint(
            "model_id",
            "role",
            "group_id",
            "person_id",
            name="uq_model_access_model_id_role_group_id_person_id",
            postgresql_nulls_not_distinct=True,
        ),
        sa.CheckConstraint("num_nonnulls(role, group_id, person_id) = 1", name="ck_model_access_subject"),
        # Foreign keys look past policies, so these hold the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id", "model_id"],
            ["models.organization_id", "models.id"],
            name="fk_model_access_organization_id_model_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "group_id"],
            ["groups.organization_id", "groups.id"],
            name="fk_model_access_organization_id_group_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "person_id"],
            ["people.organization_id", "people.id"],
            name="fk_model_access_organization_id_person_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_model_access_group", "model_access", ["organization_id", "group_id"])
    op.create_index("ix_model_access_person", "model_access", ["organization_id", "person_id"])
    enable_tenancy("model_access")
