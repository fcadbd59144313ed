"""The ledgers of the office's own window: intakes, endings of disputes, trouble spots, counts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("chaired_by", sa.Text(), nullable=True),
        sa.Column("present", sa.Text(), nullable=True),
        sa.Column("absent", sa.Text(), nullable=True),
        sa.Column("risks", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_meetings_held_on", ["held_on"], unique=False)

    op.create_table(
        "incident_counts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("alarms", sa.Integer(), nullable=True),
        sa.Column("frauds", sa.Integer(), nullable=True),
        sa.Column("fraud_loss", sa.Integer(), nullable=True),
        sa.Column("thefts", sa.Integer(), nullable=True),
        sa.Column("killings", sa.Integer(), nullable=True),
        sa.Column("bypassing", sa.Integer(), nullable=True),
        sa.Column("unlawful", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_incident_counts_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_counts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("incident_counts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_incident_counts_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index("ix_incident_counts_village", ["village_id", "month"], unique=False)
        batch_op.create_index(
            "uq_incident_counts",
            ["month", "village_id"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "trouble_spots",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("sort", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("evaluation", sa.Text(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_trouble_spots_unit_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_trouble_spots_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trouble_spots")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("trouble_spots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trouble_spots_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_trouble_spots_listed_on", ["listed_on"], unique=False)
        batch_op.create_index("ix_trouble_spots_village", ["village_id", "listed_on"], unique=False)

    op.create_table(
        "intakes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("persons", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=True),
        sa.Column("sorted_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("dispute_id", sa.Integer(), nullable=True),
        sa.Column("opinion_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("satisfied", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["disputes.id"], name=op.f("fk_intakes_dispute_id")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinions.id"], name=op.f("fk_intakes_opinion_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_intakes_unit_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_intakes_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intakes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("intakes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intakes_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_intakes_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intakes_opinion_id"), ["opinion_id"], unique=False)
        batch_op.create_index("ix_intakes_received_on", ["received_on"], unique=False)
        batch_op.create_index("ix_intakes_village", ["village_id", "received_on"], unique=False)

    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=True),
        sa.Column("opinion_id", sa.Integer(), nullable=True),
        sa.Column("intake_id", sa.Integer(), nullable=True),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_after", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["disputes.id"], name=op.f("fk_extensions_dispute_id")
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intakes.id"], name=op.f("fk_extensions_intake_id")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinions.id"], name=op.f("fk_extensions_opinion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extensions_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_extensions_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extensions_intake_id"), ["intake_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extensions_opinion_id"), ["opinion_id"], unique=False)

    op.create_table(
        "meeting_decisions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_meeting_decisions_finding_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_decisions_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_meeting_decisions_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_meeting_decisions_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_decisions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meeting_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_decisions_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index("ix_meeting_decisions_due_on", ["due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_meeting_decisions_finding_id"), ["finding_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_meeting_decisions_meeting_id"), ["meeting_id"], unique=False
        )

    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("agreed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("performed", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("satisfied", sa.Text(), nullable=True))

    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("order_number", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("satisfied", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("repeated", sa.Boolean(), nullable=False, server_default=sa.false())
        )
