"""No number of a record is given twice: four tables had lost that when they were made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Each table, and the word by which attachments name its records.
_TABLES = {
    "documents": "documents",
    "meeting_decisions": "meeting-decisions",
    "opinions": "opinions",
    "slip_assignments": "",
}
# What was taken back is in the history alone, and files may wait for it.
_HIGHEST = (
    "SELECT ifnull(max(number), 0) FROM ("
    'SELECT max(id) AS number FROM "{table}" '
    "UNION ALL SELECT max(row_id) FROM changes WHERE table_name = :table "
    "UNION ALL SELECT max(row_id) FROM migrated_rows WHERE table_name = :table "
    "UNION ALL SELECT max(owner_id) FROM attachments WHERE owner_kind = :kind "
    "UNION ALL SELECT max(seq) FROM sqlite_sequence WHERE name = :table)"
)


def upgrade() -> None:
    """Bring the schema forward."""
    run = op.get_bind().execute
    for table, kind in _TABLES.items():
        asked = sa.text(_HIGHEST.format(table=table))
        given = run(asked, {"table": table, "kind": kind}).scalar_one()
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
        run(sa.text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table})
        run(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :given)"),
            {"table": table, "given": given},
        )
