"""Opinions of no single village (全镇、镇直), and the day on which an agreement was performed (履行日期)."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_GIVEN = "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'opinions'"


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("disputes", sa.Column("performed_on", sa.Date(), nullable=True))
    run = op.get_bind().execute
    given = run(sa.text(_GIVEN)).scalar_one()
    # Made anew, the table would count its numbers from the rows that are left.
    with op.batch_alter_table(
        "opinions", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.alter_column("village_id", existing_type=sa.Integer(), nullable=True)
    run(sa.text("DELETE FROM sqlite_sequence WHERE name = 'opinions'"))
    run(
        sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('opinions', :given)"),
        {"given": given},
    )
