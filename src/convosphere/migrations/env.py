"""Runs migrations on the owner's connection; called through `platform.database.migrate`."""

from alembic import context
from sqlalchemy import create_engine, pool

from convosphere.platform.database.base import Base

engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
