"""Groups of people."""

import sqlalchemy as sa
from alembic import op

from convosphere.platform.database.tenancy import enable_tenancy

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.UniqueConstraint("organization_id", "id", name="uq_groups_organization_id_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_groups_organization_id", ondelete="CASCADE"
        ),
    )
    op.create_index("uq_groups_name", "groups", ["organization_id", sa.text("lower(name)")], unique=True)
    op.create_table(
        "group_members",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "person_id", name="pk_group_members"),
        # Foreign keys look past policies, so these hold the organisation too.
        sa.ForeignKeyConstraint(
            ["organization_id", "group_id"],
            ["groups.organization_id", "groups.id"],
            name="fk_group_members_organization_id_group_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "person_id"],
            ["people.organization_id", "people.id"],
            name="fk_group_members_organization_id_person_id",
            ondelete="CASCADE",
        ),
    )
    # Asked by every request: which groups is this person in.
    op.create_index("ix_group_members_person", "group_members", ["organization_id", "person_id", "group_id"])
    # The directory lists people by name.
    op.create_index("ix_people_name", "people", ["organization_id", sa.text("lower(name)"), "id"])
    for table in ("groups", "group_members"):
        enable_tenancy(table)
