"""Units that send a paper together, the issuer in its title, the office's own annexes."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("documents", sa.Column("joint", sa.Text(), nullable=True))
    op.add_column("documents", sa.Column("own_annexes", sa.Text(), nullable=True))
    op.add_column(
        "documents",
        sa.Column("issuer_in_title", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "paper_wordings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_wordings")),
        sa.UniqueConstraint("paper", "version", name=op.f("uq_paper_wordings_paper_version")),
        sqlite_autoincrement=True,
    )
