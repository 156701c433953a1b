"""Fills what a migration adds from what is there, while everybody goes on working.

Some rows at a time in transactions of their own, so that nobody waits for more than those; no table is locked, and
policies stay in force. A migration that fills is run again from its start when it was interrupted (ADR 0054):
what is filled a second time must come out the same, and what comes before the filling must bear being there already.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

from convosphere.platform.database.tenancy import ORGANIZATION_SETTING

_ORGANIZATIONS: Final = sa.text("SELECT DISTINCT organization_id FROM login_directory")
_BIND: Final = sa.text(f"SELECT set_config('{ORGANIZATION_SETTING}', :organization, false)")


def fill(table: str, statement: str, *, at_once: int = 500) -> None:
    """Runs `statement` for all rows of `table`, of so many at once: `:ids`, of one organisation, to which it is bound.

    Ends the migration's transaction that is open and begins another one.
    """
    which = sa.text(f"SELECT id FROM {table} WHERE organization_id = CAST(:organization AS uuid)")  # noqa: S608 - a name of ours
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        for organization in connection.scalars(_ORGANIZATIONS).all():
            bound = {"organization": str(organization)}
            connection.execute(_BIND, bound)
            ids: Sequence[object] = connection.scalars(which, bound).all()
            for start in range(0, len(ids), at_once):
                connection.execute(sa.text(statement), {"ids": list(ids[start : start + at_once])})
        connection.execute(_BIND, {"organization": ""})
