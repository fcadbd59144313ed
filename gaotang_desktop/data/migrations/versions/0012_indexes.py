"""Indexes: of what is in the bin alone; of what is still open."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    for table, column in (
        ("disputes", "closed_on"),
        ("intakes", "told_on"),
        ("inspections", "draw_id"),
        ("opinions", "due_on"),
        ("missed_nights", "night"),
        ("publicity_turns", "week"),
        ("dispute_reports", "week"),
        ("incident_counts", "month"),
        ("key_group_counts", "month"),
        ("poll_results", "poll_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
    found = sa.inspect(op.get_bind())
    for table in found.get_table_names():
        if not any(column["name"] == "binned_at" for column in found.get_columns(table)):
            continue
        name = f"ix_{table}_binned_at"
        op.drop_index(name, table)
        op.create_index(name, table, ["binned_at"], sqlite_where=sa.text("binned_at IS NOT NULL"))
