"""督办单: one sheet for each, 蓝 for a deadline that is near, 黄 for lagging, 红 for overdue."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gaotang_desktop.domain.documents.blocks import (
    Banner,
    Block,
    FormCell,
    FormGrid,
    FormRow,
    Paragraph,
    Sheet,
    written_date,
)

Colour = Literal["蓝", "黄", "红"]
_MEANING = {"蓝": "临近期限", "黄": "进展滞后", "红": "超过期限"}
_REQUEST = {
    "蓝": "请抓紧推进，按期完成，并按时报告进展。",
    "黄": "请查明滞后原因，制定赶上进度的措施，并按时报告。",
    "红": "请立即整改，说明逾期原因和完成时间，并按时报告。",
}


@dataclass(frozen=True, slots=True)
class SlipTask:
    """A task that is pressed for: its name, its deadline, what was last reported."""

    task: str
    deadline: str
    progress: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip to one unit or village."""

    number: str
    colour: Colour
    addressee: str
    tasks: tuple[SlipTask, ...]
    issued_on: date
    answer_due: date
    answer: str = ""


def supervision_slips(slips: tuple[Slip, ...], *, town: str, issuer: str) -> Sheet:
    """All slips, each on a page of its own with blank paper for the answer."""
    title = f"{town}平安建设“双提升”工作督办单"
    if not slips:
        said = Paragraph("没有需要督办的任务：没有临近期限、进展滞后或者超过期限的分工。")
        return Sheet("督办单", title, (said,), issuer=issuer)
    blocks: list[Block] = []
    breaks = []
    for slip in slips:
        if blocks:
            breaks.append(len(blocks))
        number = f"{slip.number}　" if slip.number.strip() else ""
        under = f"{number}{slip.colour}色督办（{_MEANING[slip.colour]}）"
        blocks += [Banner(title, under, slip.colour), _grid(slip, issuer)]
    return Sheet(
        "督办单", title, tuple(blocks), issuer=issuer, breaks=tuple(breaks), numbered=False
    )


def _grid(slip: Slip, issuer: str) -> FormGrid:
    def label(text: str) -> FormCell:
        return FormCell(text, label=True)

    tasks = "\n".join(
        f"{n}. {each.task.rstrip('。')}"
        + (f"（期限：{each.deadline}）。" if each.deadline else "。")
        + (f"进展：{each.progress.rstrip('。')}。" if each.progress.strip() else "没有收到进展。")
        for n, each in enumerate(slip.tasks, start=1)
    )
    rows = (
        FormRow((label("督办对象"), FormCell(slip.addressee, 3)), 12),
        FormRow(
            (
                label("下发日期"),
                FormCell(written_date(slip.issued_on), align="centre"),
                label("答复期限"),
                FormCell(written_date(slip.answer_due), align="centre"),
            ),
            12,
        ),
        FormRow((label("督办事项"), FormCell(tasks, 3)), 40, 2),
        FormRow((label("督办要求"), FormCell(_REQUEST[slip.colour], 3)), 16),
        FormRow((label("办理情况"), FormCell(slip.answer, 3)), 50, 4),
        FormRow((label("责任人签字"), FormCell(), label("答复日期"), FormCell()), 14),
        FormRow((label("督办单位意见"), FormCell("", 3)), 30, 1.5),
        FormRow((label("督办单位"), FormCell(issuer), label("经办人"), FormCell()), 14),
    )
    return FormGrid((3, 6, 3, 5), rows)
