"""Blank forms to fill in by hand: patrols, visits, a neutral questionnaire, disputes, checklists."""

from collections.abc import Sequence

from gaotang_desktop.domain.documents.blocks import (
    Banner,
    Block,
    FormCell,
    FormGrid,
    FormRow,
    Paragraph,
    Sheet,
)
from gaotang_desktop.domain.patrols import FINDINGS
from gaotang_desktop.domain.questionnaires import QUESTIONS, Question

_BOX = "□"
_HOW_TO_CHECK = "符合的在“符合”下打勾；不符合的在“不符合”下打勾，写明情况，录入后列入整改。"
DISPUTE_KINDS = ("山林土地", "婚恋家庭", "欠资欠薪", "征地拆迁", "邻里关系", "其他")


def patrol_form(*, town: str, findings: Sequence[str] = FINDINGS) -> Sheet:
    """平安夜巡登记表: one night of one village."""
    rows = (
        _row(("村（社区）", 2), ("", 4), ("夜巡日期", 2), ("　　　年　　月　　日", 4)),
        _row(("开始时间", 2), ("　　时　　分", 4), ("结束时间", 2), ("　　时　　分", 4)),
        _row(("带班人", 2), ("", 4), ("参加人数", 2), ("", 4)),
        FormRow((_label("参加人员", 2), FormCell("", 10)), 16, 1),
        _row(
            ("夜巡方式", 2),
            (_boxes(("步行", "车巡", "步车结合")), 4),
            ("警民联合", 2),
            (_boxes(("是", "否")), 4),
        ),
        FormRow((_label("路线和\n重点部位", 2), FormCell("", 10)), 22, 2),
        FormRow((_label("发现情况", 2), FormCell(_boxes((*findings, "没有发现问题")), 10)), 16),
        FormRow((_label("情况说明", 2), FormCell("", 10)), 30, 4),
        FormRow((_label("处置情况", 2), FormCell("", 10)), 26, 3),
        _row(("报告对象", 2), ("", 4), ("发放宣传单", 2), ("　　　　　份", 4)),
        _row(("带班人签字", 2), ("", 4), ("综治资料员\n签字", 2), ("", 4)),
    )
    return _form(
        "平安夜巡登记表",
        f"{town}平安夜巡登记表",
        (FormGrid((1,) * 12, rows),),
        "夜巡日期以出发当晚为准，巡到次日的也填出发当天。没有发现问题的也如实登记。",
    )


def visit_form(*, town: str) -> Sheet:
    """入户走访登记表: ten households on a page."""
    head = FormRow(
        (
            _label("序号"),
            _label("走访日期", 2),
            _label("户主", 2),
            _label("走访方式", 2),
            _label("反映的情况和意见建议", 6),
            _label("答复或者转办", 3),
        ),
        12,
    )
    blank = [
        FormRow(
            (
                FormCell(str(number), align="centre"),
                *(FormCell("", across) for across in (2, 2, 2, 6, 3)),
            ),
            17,
            1,
        )
        for number in range(1, 11)
    ]
    return _form(
        "走访登记表",
        f"{town}入户走访登记表",
        (FormGrid((1,) * 16, (head, *blank)),),
        "走访方式：入户、电话、板凳会、庭院会等。群众反映的问题当场不能答复的，登记后转有关单位限期办理。",
        left="村（社区）：　　　　　　　　走访人：",
    )


def questionnaire(*, town: str, questions: Sequence[Question] = QUESTIONS) -> Sheet:
    """问卷 in neutral words: no name, no phone, no answer suggested.

    The questions are those of the entry, in its order and with its codes: what is ticked is typed.
    """
    blocks: list[Block] = [
        Paragraph(
            "您好。为了解群众对平安建设的真实感受，改进工作，请您根据实际情况填写。"
            "本问卷不记姓名，答案没有对错之分，填与不填、怎样填写都由您自己决定，结果只用于统计。"
        )
    ]
    rows = [
        FormRow((FormCell(f"{number}. {each.text}\n{_boxes(each.answers)}"),), 17, 1)
        for number, each in enumerate(questions, start=1)
    ]
    rows.append(FormRow((FormCell("您对平安建设工作还有什么意见和建议，请写在这里："),), 30, 4))
    blocks.append(FormGrid((1,), tuple(rows)))
    return _form(
        "问卷",
        f"{town}平安建设群众问卷",
        tuple(blocks),
        "每题选一个答案，在前面的方框里打勾，答案前的数字供录入用。填好后投入回收箱或者交给发放人，不需要署名。",
        left="村（社区）：　　　　　　　　编号：",
    )


def dispute_form(*, town: str, kinds: Sequence[str] = DISPUTE_KINDS) -> Sheet:
    """矛盾纠纷排查化解登记表: one dispute from finding to revisit."""
    rows = (
        _row(("村（社区）", 2), ("", 4), ("发现日期", 2), ("　　　年　　月　　日", 4)),
        FormRow((_label("当事人", 2), FormCell("", 10)), 16, 1),
        _row(("纠纷类别", 2), (_boxes(kinds), 10)),
        _row(
            ("规模", 2),
            (_boxes(("个体性", "一般群体性", "重大群体性")), 6),
            ("涉及人数", 2),
            ("", 2),
        ),
        _row(
            ("风险等级", 2),
            (_boxes(("高", "中", "低")), 4),
            ("化解期限", 2),
            ("　　　年　　月　　日", 4),
        ),
        FormRow((_label("基本情况", 2), FormCell("", 10)), 30, 4),
        _row(("责任单位", 2), ("", 4), ("责任人", 2), ("", 4)),
        FormRow((_label("化解过程", 2), FormCell("（每次写明日期、参加人、结果）", 10)), 40, 5),
        _row(("化解结果", 2), (_boxes(("已化解", "化解中", "已移交", "未化解")), 10)),
        _row(
            ("办结日期", 2),
            ("　　　年　　月　　日", 4),
            ("回访日期", 2),
            ("　　　年　　月　　日", 4),
        ),
        FormRow((_label("回访情况", 2), FormCell("", 10)), 20, 2),
        _row(("登记人", 2), ("", 4), ("负责人签字", 2), ("", 4)),
    )
    return _form(
        "纠纷登记表",
        f"{town}矛盾纠纷排查化解登记表",
        (FormGrid((1,) * 12, rows),),
        "当事人信息只限工作使用，对外材料隐去姓名。",
    )


def checklist_forms(
    lists: Sequence[tuple[str, Sequence[str]]], *, town: str, place: str = "", address: str = ""
) -> Sheet:
    """检查表: a page for each kind of place, every item with a box for 符合 and one for 不符合.

    What is ticked as 不符合 is ticked on the inspection's form too, where it becomes a finding.
    ``place`` and ``address`` are filled in where the form is for one place.
    """
    title = f"{town}安全检查表"
    blocks: list[Block] = []
    breaks = []
    for place_type, items in lists:
        if blocks:
            breaks.append(len(blocks))
            blocks.append(Banner(title))  # each page is handed out alone
        head = (
            _row(("场所类型", 2), (place_type, 4), ("检查日期", 2), ("　　　年　　月　　日", 4)),
            _row(("场所名称", 2), (place, 10)),
            _row(("地址", 2), (address, 4), ("现场负责人", 2), ("", 4)),
            FormRow(
                (_label("序号"), _label("检查内容", 6), _label("符合"), _label("不符合"),
                 _label("情况说明", 3)),
                10,
            ),
        )  # fmt: skip
        lines = [
            FormRow(
                (FormCell(str(number), align="centre"), FormCell(text, 6),
                 FormCell(_BOX, align="centre"), FormCell(_BOX, align="centre"), FormCell("", 3)),
                13,
                1,
            )
            for number, text in enumerate(items, start=1)
        ]  # fmt: skip
        tail = (
            FormRow((_label("其他问题", 2), FormCell("", 10)), 22, 2),
            _row(("整改期限", 2), ("　　　年　　月　　日", 4), ("现场处理", 2),
                 (_boxes(("当场整改", "限期整改")), 4)),
            _row(("检查人签字", 2), ("", 4), ("现场负责人\n签字", 2), ("", 4)),
        )  # fmt: skip
        blocks += [FormGrid((1,) * 12, (*head, *lines, *tail)), Paragraph(_HOW_TO_CHECK)]
    return Sheet("检查表", title, tuple(blocks), numbered=False, breaks=tuple(breaks))


def _form(kind: str, title: str, blocks: tuple[Block, ...], note: str, *, left: str = "") -> Sheet:
    return Sheet(kind, title, blocks, notes=(note,), left=left, numbered=False)


def _label(text: str, across: int = 1) -> FormCell:
    return FormCell(text, across, label=True)


def _row(*cells: tuple[str, int]) -> FormRow:
    """A row of labels and blanks in turn."""
    return FormRow(
        tuple(
            FormCell(text, across, "left", label=at % 2 == 0)
            for at, (text, across) in enumerate(cells)
        ),
        12,
        0.3,
    )


def _boxes(words: Sequence[str]) -> str:
    """□步行　□车巡: boxes to tick, each kept with its word."""
    return "　".join(_BOX + word for word in words)
