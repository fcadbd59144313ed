"""Copy number, secrecy, urgency, approvers and number of copies of a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_number", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("secrecy", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("urgency", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("approvers", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("print_count", sa.Text(), nullable=True))
