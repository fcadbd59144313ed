"""The ledgers of the office's own window, from intakes to checklists."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "casework"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "checklist_items",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("place_type", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("display_order", sa.Integer(), nullable=True),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("binned_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_items")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("checklist_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checklist_items_binned_at"), ["binned_at"], unique=False
        )
        batch_op.create_index(
            "uq_checklist_items",
            ["place_type", "text"],
            unique=True,
            sqlite_where=sa.text("binned_at IS NULL"),
        )

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

    _fill_checklists()


_CHECKLISTS = {
    "九小场所": (
        "疏散通道和安全出口畅通，没有堆放杂物",
        "灭火器在有效期内，压力正常，有人会用",
        "没有私拉乱接电线，没有在室内给电动车充电",
        "没有住宿与经营、加工混在一起",
        "用气用火有人看管，气瓶不放在室内死角",
    ),
    "校园周边": (
        "上下学时段有人疏导，接送车辆不乱停",
        "校门口有警示标志和减速设施",
        "没有流动摊点占道，没有三无食品",
        "没有向学生出售烟酒、彩票和管制刀具",
    ),
    "涉水点位": (
        "警示牌、护栏、救生圈和救生杆齐全完好",
        "有巡查人，写着联系电话",
        "放学和节假日有人巡查，有记录",
    ),
    "加油站": (
        "散装汽油实名登记，用途和去向清楚",
        "视频监控正常，录像按期保存",
        "灭火器材齐全，现场没有明火和吸烟",
        "值班人员在岗，应急预案演练过",
    ),
    "出租房屋": (
        "租住人员按规定登记，出租人签了责任书",
        "没有群租，没有用易燃材料隔断",
        "没有飞线充电，电线没有老化裸露",
        "燃气热水器排烟到室外",
    ),
    "寄递物流": (
        "实名收寄，查验证件",
        "收寄时开箱验视，盖验视章",
        "过机安检，没有禁寄物品",
        "从业人员登记造册",
    ),
    "餐饮": (
        "许可证和健康证在有效期内，挂在明处",
        "生熟分开，冷藏设施正常",
        "食材进货有票据，没有过期原料",
        "餐具消毒有记录",
    ),
    "药店": (
        "处方药凭处方销售，有登记",
        "没有过期药品，阴凉储存的温度合格",
        "执业药师在岗",
    ),
}


def _fill_checklists() -> None:
    """Proposals in our own words, to be altered by the office."""
    now = datetime.now().replace(microsecond=0).isoformat(" ")  # noqa: DTZ005 - the office's clock
    items = sa.table(
        "checklist_items",
        *(
            sa.column(name)
            for name in (
                "place_type",
                "text",
                "display_order",
                "in_use",
                "created_at",
                "changed_at",
            )
        ),
    )
    op.bulk_insert(
        items,
        [
            {
                "place_type": place_type,
                "text": text,
                "display_order": order,
                "in_use": True,
                "created_at": now,
                "changed_at": now,
            }
            for place_type, texts in _CHECKLISTS.items()
            for order, text in enumerate(texts, start=1)
        ],
    )
