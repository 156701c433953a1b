"""Row-level security: every tenant table gets the same policy, forced on its owner too.

A transaction says once which organisation it acts for; rows of others do not exist for it. Without an organisation
no tenant row is visible at all.
"""

ORGANIZATION_SETTING = "convosphere.organization_id"

# A scalar subquery, so that PostgreSQL evaluates the setting once a statement and not once a row.
CURRENT_ORGANIZATION = f"(SELECT NULLIF(current_setting('{ORGANIZATION_SETTING}', true), '')::uuid)"


def enable_tenancy(table: str, column: str = "organization_id") -> None:
    """For migrations: binds `table` to the transaction's organisation."""
    # Migrations have it loaded; a start that has nothing to migrate must not load it.
    from alembic import op  # noqa: PLC0415 - see above

    predicate = f"{column} = {CURRENT_ORGANIZATION}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON {table} USING ({predicate}) WITH CHECK ({predicate})")
