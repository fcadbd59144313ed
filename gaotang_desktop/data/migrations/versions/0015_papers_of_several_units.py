"""Units that send a paper together, the issuer in its title, the office's own annexes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
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
