"""Forgetting a person: that it was done, and the links of the history from before."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "forgettings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("forgotten_on", sa.Date(), nullable=False),
        sa.Column("first_step", sa.Integer(), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgettings")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "former_links",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_links")),
    )
    op.create_index(op.f("ix_former_links_operation_id"), "former_links", ["operation_id"])
    op.create_index(op.f("ix_former_links_link"), "former_links", ["link"])
