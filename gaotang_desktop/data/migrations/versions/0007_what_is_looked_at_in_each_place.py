"""What is looked at in each kind of place: checklists, with proposals in our own words."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
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
