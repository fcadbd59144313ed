"""Pressing for what is late: slips to units and villages (督办单), steps up the levels (提级督办)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.supervision import MEANINGS
from gaotang_desktop.services import supervision
from gaotang_desktop.services.casework import pressing
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.pages.tasks.proposal_dialog import Line, ProposalDialog

_TONES = {"蓝": "accent", "黄": "warn_text", "红": "bad_text"}


def propose_slips(parent: QWidget, desk: Desk, show: Callable[[], Any]) -> ProposalDialog | None:
    """Show who would get a slip today; what is ticked is issued in one step, then shown."""
    work = desk.work
    proposed = supervision.proposals(work)
    if not proposed:
        desk.messages.toast("没有要督办的：临近和逾期的事项都已经发过督办单，或者没有。")
        return None

    def issue(chosen: list[supervision.Proposal]) -> None:
        try:
            numbers = supervision.issue(work, chosen, issued_on=work.today())
        except DomainError as problem:
            desk.messages.problem(problem)
            return
        show()
        last = f" 至 {numbers[-1]}" if len(numbers) > 1 else ""
        desk.messages.undoable(f"已签发督办单 {numbers[0]}{last}，共 {len(numbers)} 张。")

    lines = [
        Line(
            f"{each.colour}　{each.who} · {len(each.matters)} 项（{MEANINGS[each.colour]}）",
            _TONES[each.colour],
            [(f"{matter.colour}　{matter.line}", matter.line) for matter in each.matters],
            each,
        )
        for each in proposed
    ]
    dialog = ProposalDialog(
        parent,
        lines,
        title="生成督办单",
        heading=f"{work.today():%Y-%m-%d} 需要督办的单位和村",
        explanation="一个单位一张，颜色取其中最重的。去掉不发的勾，其余一次签发；签发后可以撤销。",
        button="签发 {} 张",
        done=issue,
    )
    dialog.open()
    return dialog


def propose_levels(parent: QWidget, desk: Desk) -> ProposalDialog | None:
    """Show what belongs before a higher level today; what is ticked is noted in one step."""
    work = desk.work
    proposed = pressing.proposals(work)
    if not proposed:
        desk.messages.toast("没有要提级的：逾期的纠纷、意见、诉求都已经提过，或者没有。")
        return None

    def raise_(chosen: list[pressing.Raise]) -> None:
        try:
            count = pressing.escalate(work, chosen, raised_on=work.today())
        except DomainError as problem:
            desk.messages.problem(problem)
            return
        desk.messages.undoable(f"已登记提级督办 {count} 件，在每一件的右侧可以看到。")

    lines = [
        Line(
            f"{each.level}　{each.matter.title} · {each.matter.step}，{each.lateness}",
            _TONES["红"] if each.level == "主要领导" else _TONES["黄"],
            [(each.matter.who, each.matter.who)],
            each,
        )
        for each in proposed
    ]
    dialog = ProposalDialog(
        parent,
        lines,
        title="提级督办",
        heading=f"{work.today():%Y-%m-%d} 逾期要提级的纠纷、意见和诉求",
        explanation="程序不会发出任何东西：当面或者电话报告以后，勾选的记入各件的提级记录；登记后可以撤销。",
        button="登记 {} 件",
        done=raise_,
    )
    dialog.open()
    return dialog
