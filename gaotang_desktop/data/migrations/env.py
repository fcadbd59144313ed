"""Alembic's entry: runs every step in the one transaction that the caller opened."""

from alembic import context

from gaotang_desktop.data.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
