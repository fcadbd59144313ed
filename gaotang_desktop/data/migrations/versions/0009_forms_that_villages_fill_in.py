"""Forms sent to villages and what came back of them; what was taken in from files."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "fill_in_forms",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("wrong", sa.Integer(), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_fill_in_forms_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fill_in_forms")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("fill_in_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fill_in_forms_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_fill_in_forms_starts_on", ["starts_on"], unique=False)
        batch_op.create_index("ix_fill_in_forms_village", ["village_id"], unique=False)
        batch_op.create_index(
            "uq_fill_in_forms",
            ["ledger", "period", "village_id"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "sheet_imports",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_imports")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sheet_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_imports_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_sheet_imports_imported_on", ["imported_on"], unique=False)
