"""The ledgers of the plan, and the dictionary of dispute categories to start with."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Name, category of the plan's clause 4, of people's mediation, of the governance system. The office
# edits them: both national lists change from year to year.
CATEGORIES = (
    ("婚姻家庭纠纷", "婚恋家庭", "婚姻家庭纠纷", "婚恋家庭"),
    ("恋爱纠纷", "婚恋家庭", "婚姻家庭纠纷", "婚恋家庭"),
    ("邻里纠纷", "邻里", "邻里纠纷", "邻里关系"),
    ("宅基地纠纷", "山林土地", "房屋宅基地纠纷", "土地权属"),
    ("山林权属纠纷", "山林土地", "山林土地纠纷", "土地权属"),
    ("土地承包流转纠纷", "山林土地", "山林土地纠纷", "土地权属"),
    ("征地拆迁纠纷", "征地拆迁", "征地拆迁纠纷", "征地拆迁"),
    ("拖欠工资纠纷", "欠资欠薪", "劳动争议纠纷", "劳资关系"),
    ("民间借贷纠纷", "欠资欠薪", "合同纠纷", "经济往来"),
    ("劳动争议纠纷", "其他", "劳动争议纠纷", "劳资关系"),
    ("合同纠纷", "其他", "合同纠纷", "经济往来"),
    ("生产经营纠纷", "其他", "生产经营纠纷", "经济往来"),
    ("损害赔偿纠纷", "其他", "损害赔偿纠纷", "人身财产"),
    ("道路交通事故纠纷", "其他", "道路交通事故纠纷", "人身财产"),
    ("医疗纠纷", "其他", "医疗纠纷", "医患关系"),
    ("消费纠纷", "其他", "消费纠纷", "经济往来"),
    ("物业纠纷", "其他", "物业纠纷", "邻里关系"),
    ("环境污染纠纷", "其他", "环境污染纠纷", "环境保护"),
    ("涉校纠纷", "其他", "其他纠纷", "校园安全"),
    ("村务管理纠纷", "其他", "其他纠纷", "村务管理"),
    ("其他纠纷", "其他", "其他纠纷", "其他"),
)


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("owner_kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_attachments_digest", ["digest"], unique=False)
        batch_op.create_index("ix_attachments_owner", ["owner_kind", "owner_id"], unique=False)

    op.create_table(
        "dispute_categories",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plan_category", sa.Text(), nullable=False),
        sa.Column("mediation_category", sa.Text(), nullable=True),
        sa.Column("governance_category", sa.Text(), nullable=True),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("display_order", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_categories")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dispute_categories", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispute_categories_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index(
            "uq_dispute_categories_name",
            ["name"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "draws",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("pool_filter", sa.Text(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("pool", sa.Text(), nullable=False),
        sa.Column("picked", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("draws", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draws_binned_at"), ["binned_at"], unique=False)

    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_polls_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_polls_until_on", ["until_on"], unique=False)
        batch_op.create_index(
            "uq_polls_name", ["name"], unique=True, sqlite_where=sa.text("binned_at IS NULL")
        )

    op.create_table(
        "dispute_reports",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reported_by", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_dispute_reports_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_reports")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dispute_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispute_reports_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index("ix_dispute_reports_village", ["village_id", "week"], unique=False)
        batch_op.create_index(
            "uq_dispute_reports_week_village",
            ["week", "village_id"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("scale", sa.Text(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("parties", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("escalated_to_id", sa.Integer(), nullable=True),
        sa.Column("revisited_on", sa.Date(), nullable=True),
        sa.Column("revisit", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"], ["dispute_categories.id"], name=op.f("fk_disputes_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["escalated_to_id"], ["units.id"], name=op.f("fk_disputes_escalated_to_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_disputes_unit_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_disputes_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disputes_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_disputes_deadline", ["deadline"], unique=False)
        batch_op.create_index("ix_disputes_found_on", ["found_on"], unique=False)
        batch_op.create_index("ix_disputes_village", ["village_id", "found_on"], unique=False)

    op.create_table(
        "key_group_counts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("managed", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_key_group_counts_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_group_counts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("key_group_counts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_key_group_counts_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index("ix_key_group_counts_village", ["village_id", "month"], unique=False)
        batch_op.create_index(
            "uq_key_group_counts",
            ["month", "village_id", "category"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_opinions_unit_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_opinions_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinions_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_opinions_received_on", ["received_on"], unique=False)
        batch_op.create_index("ix_opinions_village", ["village_id", "received_on"], unique=False)

    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place_type", sa.Text(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("keeper", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["village_id"], ["villages.id"], name=op.f("fk_places_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index(
            "uq_places_name", ["name"], unique=True, sqlite_where=sa.text("binned_at IS NULL")
        )

    op.create_table(
        "poll_results",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("safe", sa.Integer(), nullable=True),
        sa.Column("satisfied", sa.Integer(), nullable=True),
        sa.Column("aware", sa.Integer(), nullable=True),
        sa.Column("took_part", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_results_poll_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_poll_results_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_results")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("poll_results", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_results_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_poll_results_village", ["village_id"], unique=False)
        batch_op.create_index(
            "uq_poll_results_poll_village",
            ["poll_id", "village_id"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "publicity_pauses",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_publicity_pauses_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity_pauses")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("publicity_pauses", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_publicity_pauses_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index("ix_publicity_pauses_week", ["week"], unique=False)

    op.create_table(
        "publicity_turns",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("postponed_from", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instead_of_id"], ["villages.id"], name=op.f("fk_publicity_turns_instead_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_publicity_turns_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity_turns")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("publicity_turns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_publicity_turns_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index("ix_publicity_turns_village", ["village_id", "week"], unique=False)
        batch_op.create_index(
            "uq_publicity_turns_week_village",
            ["week", "village_id"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "questionnaire_entries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_questionnaire_entries_poll_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_questionnaire_entries_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_entries")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("questionnaire_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_questionnaire_entries_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index(
            "uq_questionnaire_entries",
            ["poll_id", "village_id", "sheet", "entry"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "supervision_slips",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_supervision_slips_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_supervision_slips_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_slips")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("supervision_slips", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supervision_slips_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index("ix_supervision_slips_issued_on", ["issued_on"], unique=False)

    op.create_table(
        "dispute_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_notes_dispute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_notes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dispute_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_notes_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dispute_notes_dispute_id"), ["dispute_id"], unique=False
        )

    op.create_table(
        "inspections",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("place_type", sa.Text(), nullable=True),
        sa.Column("inspectors", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("draw_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_inspections_draw_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_inspections_place_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_inspections_unit_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_inspections_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspections_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_inspections_held_on", ["held_on"], unique=False)
        batch_op.create_index("ix_inspections_village", ["village_id", "held_on"], unique=False)

    op.create_table(
        "publicity_activities",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("audience", sa.Integer(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("letters", sa.Integer(), nullable=True),
        sa.Column("materials", sa.Integer(), nullable=True),
        sa.Column("questionnaires", sa.Integer(), nullable=True),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["publicity_turns.id"], name=op.f("fk_publicity_activities_turn_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_publicity_activities_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_publicity_activities_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity_activities")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("publicity_activities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_publicity_activities_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index(
            "ix_publicity_activities_held_on", ["held_on", "village_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_publicity_activities_turn_id"), ["turn_id"], unique=False
        )
        batch_op.create_index(
            "ix_publicity_activities_village", ["village_id", "held_on"], unique=False
        )

    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("poll_id", sa.Integer(), nullable=True),
        sa.Column("opinion_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("put_right_on", sa.Date(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("rechecked_on", sa.Date(), nullable=True),
        sa.Column("recheck", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_findings_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinions.id"], name=op.f("fk_findings_opinion_id")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_findings_poll_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_findings_unit_id")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["villages.id"], name=op.f("fk_findings_village_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_findings_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_findings_due_on", ["due_on"], unique=False)
        batch_op.create_index("ix_findings_found_on", ["found_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_findings_inspection_id"), ["inspection_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_findings_opinion_id"), ["opinion_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_findings_poll_id"), ["poll_id"], unique=False)
        batch_op.create_index("ix_findings_village", ["village_id", "found_on"], unique=False)

    op.create_table(
        "occurrences",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_occurrences_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occurrences_binned_at"), ["binned_at"], unique=False)
        batch_op.create_index("ix_occurrences_due_on", ["due_on"], unique=False)
        batch_op.create_index(
            "uq_occurrences_assignment_start",
            ["assignment_id", "starts_on"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

    op.create_table(
        "slip_assignments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_slip_assignments_assignment_id")
        ),
        sa.ForeignKeyConstraint(
            ["slip_id"], ["supervision_slips.id"], name=op.f("fk_slip_assignments_slip_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_assignments")),
        sa.UniqueConstraint(
            "slip_id", "assignment_id", name=op.f("uq_slip_assignments_slip_id_assignment_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("slip_assignments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_slip_assignments_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_slip_assignments_slip_id"), ["slip_id"], unique=False)

    table = sa.table(
        "dispute_categories",
        *(
            sa.column(name)
            for name in (
                "name",
                "plan_category",
                "mediation_category",
                "governance_category",
                "in_use",
                "display_order",
                "created_at",
                "changed_at",
            )
        ),
    )
    now = datetime.now().replace(microsecond=0).isoformat(" ")  # noqa: DTZ005
    op.bulk_insert(
        table,
        [
            {
                "name": name,
                "plan_category": plan,
                "mediation_category": mediation,
                "governance_category": governance,
                "in_use": 1,
                "display_order": number,
                "created_at": now,
                "changed_at": now,
            }
            for number, (name, plan, mediation, governance) in enumerate(CATEGORIES, start=1)
        ],
    )
