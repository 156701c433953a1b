"""Checks before work begins that the database really separates organisations for us."""

from sqlalchemy import text

from convosphere.platform.database.database import Database


class UnsafeRoleError(Exception):
    """The application's database role could look past row-level security."""


async def refuse_unbound_role(database: Database) -> None:
    """Refuses a role that policies do not bind.

    Raises:
        UnsafeRoleError: the role is a superuser or has BYPASSRLS.
    """
    async with database.engine.connect() as connection:
        row = (
            await connection.execute(
                text("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            )
        ).one()
    if row[1]:
        raise UnsafeRoleError(
            f"the database role {row[0]} bypasses row-level security; use an ordinary role in CONVOSPHERE_DATABASE_URL"
        )
