"""速查卡: what is done when on the first page, every key on the second."""

from gaotang_desktop.domain.at_hand.keys import GROUPS
from gaotang_desktop.domain.documents.blocks import Column, Paragraph, Sheet, Table

_WHEN: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "每天",
        (
            ("看今天要办", "工作台", "逾期的在最前，按右边的按钮去办"),
            ("录昨晚夜巡", "平安夜巡", "“录入一晚”，照抄前一晚，改不同的，Ctrl+S"),
            ("登记来人来电", "矛盾纠纷", "“诉求登记”，办结了告知"),
            ("关程序", "—", "关上就备份，不用另存"),
        ),
    ),
    (
        "每周",
        (
            ("看本周宣传的村", "集中宣传", "办了活动就登记，去不了的调换或延期并写原因"),
            ("收排查周报", "矛盾纠纷", "没有纠纷也要报，叫零报告"),
            ("抽查夜巡", "平安夜巡", "“抽查”里登记在岗、不在岗"),
            ("插 U 盘备份", "系统", "“现在备份”，另存一份"),
        ),
    ),
    (
        "每月",
        (
            ("发、收填报表", "各页“导入”", "“发填报表…”“收填报表…”"),
            ("核对得分", "村级考评", "点一个村看为什么是这个分"),
            ("冻结、印排名", "村级考评", "冻结以后不再变，有错的更正"),
            ("起草、印发通报", "公文打印", "起草，看预检，编号印发，打印"),
        ),
    ),
    (
        "出了错",
        (
            ("做错一步", "哪一页都行", "Ctrl+Z 撤销；“系统”里能撤以前的"),
            ("删错了", "系统", "“回收站”里恢复"),
            ("公文印错了", "公文打印", "“发文登记”里作废或者更正，号不再用"),
            ("数据打不开", "—", "照窗口上写的，从最近的备份恢复"),
            ("不知道怎么办", "哪一页都行", "F1 看这一页的说明"),
        ),
    ),
)


def quick_card() -> Sheet:
    """Two pages to lie beside the keyboard."""
    work = (Column("做什么", 3), Column("在哪一页", 2.4), Column("怎么做", 6))
    keys = (Column("按键", 3), Column("做什么", 5), Column("按键", 3), Column("做什么", 5))
    first: list[Paragraph | Table] = []
    for when, rows in _WHEN:
        first += [Paragraph(when, 1), Table(work, rows, size=10.5)]
    second: list[Paragraph | Table] = []
    for group in GROUPS:
        lines = [(each.words, each.does) for each in group.lines]
        half = (len(lines) + 1) // 2
        right = [*lines[half:], ("", "")]
        second += [
            Paragraph(group.title, 1),
            Table(keys, tuple(a + b for a, b in zip(lines[:half], right, strict=False)), size=9.0),
        ]
    return Sheet(
        kind="速查卡",
        title="双提升工作台速查卡",
        blocks=(*first, *second),
        breaks=(len(first),),
    )
