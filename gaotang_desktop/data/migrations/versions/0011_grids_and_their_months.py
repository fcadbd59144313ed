"""Grids with their workers, and what was done in each in a month."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "grids",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("range", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["village_id"], ["villages.id"], name=op.f("fk_grids_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grids")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("grids", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grids_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index(
            "uq_grids_village_name",
            ["village_id", "name"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "grid_counts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("grid", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.Column("handled", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_grid_counts_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_counts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("grid_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grid_counts_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_grid_counts_village", ["village_id", "month"], unique=False)
        batch_op.create_index(
            "uq_grid_counts",
            ["month", "village_id", "grid"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )
