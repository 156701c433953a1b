"""Models that neither chat nor embed are kept, so that an administrator can say better; and what a list called them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("ck_models_kind", "models", type_="check")
    op.create_check_constraint("ck_models_kind", "models", "kind IN ('chat', 'embedding', 'other')")
    op.add_column("models", sa.Column("listed_kind", sa.Text(), nullable=True))
