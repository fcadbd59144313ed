"""集中宣传通知: which villages hold publicity in which week, what they do, by when they report."""

from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import (
    Block,
    Column,
    OfficialPaper,
    Paragraph,
    Table,
)
from gaotang_desktop.domain.documents.wordings import (
    NOTICE_CLOSING,
    Envelope,
    before_day,
    enclose,
    heading,
)
from gaotang_desktop.domain.rotation import counted


@dataclass(frozen=True, slots=True)
class PublicityWeek:
    """One week of the rotation: Monday to Sunday and its villages; ``remark`` says what moved."""

    first_day: date
    last_day: date
    villages: tuple[str, ...]
    remark: str = ""


_IN_COLUMNS = 5
"""With more villages in a week their names stand together: narrower columns cannot be read."""


def publicity_notice(
    *,
    period: str,
    weeks: tuple[PublicityWeek, ...],
    envelope: Envelope,
    answer_by: date,
    forms: tuple[str, ...] = ("集中宣传", "入户走访", "庭院会", "村务公开栏和广播"),
) -> OfficialPaper:
    """The notice of a period's rotation, with the table week × villages in its text."""
    title = f"关于做好{period}平安建设“双提升”集中宣传工作的通知"
    contact = envelope.contact.strip()
    if not any(week.villages for week in weeks):
        opening = f"{period}没有安排集中宣传轮次。各村继续做好日常宣传，轮次确定后另行通知。"
        blocks: list[Block] = [Paragraph(opening, key="no-data"), Paragraph(NOTICE_CLOSING)]
        return enclose("通知", title, blocks, envelope)
    weeks = tuple(week for week in weeks if week.villages or week.remark.strip())
    arranged = sum(bool(week.villages) for week in weeks)
    count = len({name for week in weeks for name in week.villages})
    sizes = {len(week.villages) for week in weeks if week.villages}
    by = f"每周{counted(min(sizes))}个村" if len(sizes) == 1 else "轮次"
    blocks = [
        Paragraph(
            f"为扎实推进平安建设“双提升”工作，按照{by}的安排，"
            f"现将{period}集中宣传工作有关事项通知如下：",
            key="opening",
        ),
        heading(1, "时间和任务"),
        Paragraph(
            f"{period}安排{arranged}周、{count}个村，各周安排如下，"
            "因故不能按时开展的，提前报镇综治中心调整。",
            key="tasks",
        ),
        _table(weeks),
        heading(2, "宣传形式和内容"),
        Paragraph(
            f"各村结合实际，采取{'、'.join(forms)}等形式，宣传平安建设、扫黑除恶、防范电信网络诈骗、"
            "禁毒和矛盾纠纷调解等内容，听取群众意见建议，发放的问卷由群众自愿、如实填写。",
            key="contents",
        ),
        heading(3, "工作要求"),
        Paragraph(
            "1. 压实责任。各村书记是第一责任人，综治资料员是具体责任人，要提前做好人员和材料准备。",
            3,
            key="requests",
        ),
        Paragraph(
            "2. 注重实效。群众反映的问题当场能答复的当场答复，不能答复的登记后转有关单位办理，"
            "不以照片、台账代替工作。",
            3,
            key="requests",
        ),
        Paragraph(
            f"3. 及时报送。各村在本村宣传结束后3天内登记宣传情况，全部情况于{before_day(answer_by)}报镇综治中心。",
            3,
            key="requests",
        ),
    ]
    if contact:
        blocks.append(Paragraph(f"联系人：{contact}", key="contact"))
    blocks.append(Paragraph(NOTICE_CLOSING))
    return enclose("通知", title, blocks, envelope)


def _table(weeks: tuple[PublicityWeek, ...]) -> Table:
    most = max(len(week.villages) for week in weeks)
    has_remarks = any(week.remark.strip() for week in weeks)
    apart = most <= _IN_COLUMNS
    columns = [Column("周次", 6, "centre"), Column("时间", 14, "centre")]
    if apart:
        columns += [Column(f"村{n}", 8, "centre", "宣传村") for n in range(1, most + 1)]
    else:
        columns.append(Column("宣传村", 40))
    if has_remarks:
        columns.append(Column("备注", 10))
    rows = []
    for number, week in enumerate(weeks, start=1):
        names = [*week.villages, *[""] * (most - len(week.villages))]
        cells = [
            f"第{number}周",
            f"{week.first_day.month}月{week.first_day.day}日至{week.last_day.month}月{week.last_day.day}日",
            *(names if apart else ["、".join(week.villages)]),
        ]
        rows.append((*cells, week.remark) if has_remarks else tuple(cells))
    return Table(tuple(columns), tuple(rows))
