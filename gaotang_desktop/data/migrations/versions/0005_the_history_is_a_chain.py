"""The history is a chain: who did it, the link of each operation, rows that migrations wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; the links are made afterwards, from the models of now."""
    op.add_column("operations", sa.Column("done_by", sa.Text(), nullable=True))
    op.add_column("operations", sa.Column("link", sa.Text(), nullable=True))
    op.create_table(
        "migrated_rows",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("after_operation", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("image", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migrated_rows")),
    )
    op.create_index(op.f("ix_migrated_rows_after_operation"), "migrated_rows", ["after_operation"])
