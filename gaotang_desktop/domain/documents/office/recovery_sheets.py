"""The recovery sheet (恢复单): the code that opens an encrypted office when the password is forgotten."""

import datetime

from gaotang_desktop.domain.documents.blocks import (
    Drawing,
    Paragraph,
    Sheet,
    Stroke,
    Writing,
    written_date,
)

_WIDE, _HIGH, _SIZE = 21.5, 13.0, 17.0


def recovery_paper(code: str, *, number: str, folder: str, made_on: datetime.date) -> Sheet:
    """One page to print and lock away; ``number`` tells it from the sheet of another office."""
    parts: list[Stroke | Writing] = []
    for at, group in enumerate(code.split("-")):
        left = at * _WIDE
        right = left + _WIDE - 2
        corners = ((left, 0.0), (right, 0.0), (right, _HIGH), (left, _HIGH), (left, 0.0))
        parts += [Stroke((corners,), "#000000", 0.6), Writing(group, left + 2.4, 9.0, _SIZE)]
    width = len(code.split("-")) * _WIDE
    said = (
        "忘了口令时，用下面的恢复码可以打开数据、设新的口令。口令和这张单子都没有了，"
        "谁也打不开数据，包括编写程序的人。"
    )
    how = (
        "一、打印以后锁进文件柜或保险柜，不要和电脑放在一起，不要拍照，不要存在电脑里。",
        "二、忘了口令：在打开程序的页面上点“忘了口令”，照抄恢复码，再设新的口令。"
        "分不清的地方，0 和 O、1 和 I、L 可以随便写哪一个。",
        "三、拿到这张单子的人就能打开数据。单子丢了或者被人看过，请用口令在“系统”的“口令和加密”里"
        "重新做一张，这一张随即作废。",
        "四、换了经办人，请交接口令和这张单子，新的经办人随后修改口令、重新做一张。",
    )
    kept = "保管人：______________　　日期：______________　　存放处：________________________"
    return Sheet(
        kind="恢复单",
        title="加密数据恢复单",
        left=f"编号：{number}",
        right=f"日期：{written_date(made_on)}",
        blocks=(
            Paragraph(said),
            Drawing(width, _HIGH + 2, tuple(parts)),
            Paragraph(f"数据文件夹：{folder}"),
            *(Paragraph(each) for each in how),
            Paragraph(kept),
        ),
        numbered=False,
    )
