"""What is entered beside the records of an evaluation: the lists of a period and their forms."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.evaluation.results import VillageScore
from gaotang_desktop.domain.evaluation.schemes import Item
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import adjustments, evaluation, records
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.putting_away import put_away
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.pages.evaluation.proposals_dialog import propose
from gaotang_desktop.ui.pages.evaluation.records_dialog import RecordsDialog
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import remember, reopened

_LISTS = {
    "adjustments": (
        "加减分和一票否决",
        "加分、扣分记入本期总分，一票否决保留得分、不排名次；都要写明事由。",
        "本期没有加分、扣分和一票否决。",
    ),
    "manual-values": (
        "人工取值",
        "没有台账的项目在这里填数，要写明依据；有台账的项目直接从台账取数。",
        "本期没有人工取值。",
    ),
    "rewards": (
        "奖惩兑现",
        "已冻结的结果给各村带来的表扬、奖金、通报批评、约谈和表态发言，兑现后填写日期。",
        "本期还没有登记奖惩。",
    ),
}


def open_list(parent: QWidget, desk: Desk, kind: str, period: Period) -> RecordsDialog:
    """The adjustments, values by hand or rewards of one period."""
    title, note, empty = _LISTS[kind]
    dialog = RecordsDialog(
        parent,
        f"{period.label}{title}",
        note,
        kind,
        today=desk.work.today,
        read=lambda: adjustments.listing(desk.work, kind, period),
        edit=lambda number: edit(dialog, desk, kind, period, number),
        bin_records=lambda ids: put_away(desk, kind, ids),
        empty=empty,
        more=("按方案提出", lambda: propose(dialog, desk, period)) if kind == "rewards" else None,
    )
    dialog.table.view.leaving = desk.work.covered
    desk.bus.changed.connect(dialog.reload)
    dialog.open()
    return dialog


@reopened
def edit(
    parent: QWidget, desk: Desk, kind: str, period: Period, number: int | None
) -> FormDialog | None:
    """The form of one record; ``number`` None starts a new one."""
    work = desk.work
    values = {} if number is None else records.get(work, kind, number)
    shown = adjustments.fields_for(work, kind, period)
    if kind == "manual-values":
        items = adjustments.manual_items(work, period)
        words = [f"{item.code} {item.name}" for item in items]
        if not items:
            desk.messages.problem(
                f"{period.label}没有要人工填写的项目：都从台账取数，或由各月平均得来。"
            )
            return None
        item_field = Field("item", "考评项目", Kind.CHOICE, required=True, choices=tuple(words))
        shown = (shown[0], item_field, *shown[1:])
        code = values.get("item")
        values = {**values, "item": next((w for w in words if w.split(" ")[0] == code), None)}

    def save(typed: dict[str, Any]) -> None:
        store(desk, kind, period, typed, number)
        desk.messages.saved()

    label = records.label_of(kind)
    dialog = FormDialog(
        parent,
        f"{'新增' if number is None else '修改'}{label} · {period.label}",
        shown,
        today=work.today,
        save=save,
        references=OfficeRegisters(desk),
        values=values,
        keep=("kind", "item") if number is None else None,
    )
    dialog.open()
    return dialog


def store(
    desk: Desk, kind: str, period: Period, typed: Mapping[str, Any], number: int | None
) -> None:
    """Hand what was typed to its service."""
    if kind == "adjustments":
        adjustments.adjust(desk.work, period, typed, record_id=number)
    elif kind == "rewards":
        adjustments.reward(desk.work, period, typed, record_id=number)
    else:
        if number is not None:
            period = periods.parse(records.get(desk.work, kind, number)["period"])
        adjustments.enter(
            desk.work,
            period,
            village_id=typed["village_id"],
            item=str(typed["item"]).split(" ")[0],
            value=typed["value"],
            of=typed.get("of"),
            reason=typed.get("reason") or "",
        )


@reopened
def value_form(
    parent: QWidget, desk: Desk, period: Period, village_id: int, code: str
) -> FormDialog | None:
    """The same form by the village and the code of the item; ``None`` when one of them is gone."""
    result = evaluation.evaluate(desk.work, period).now
    village = next((each for each in result.villages if each.id == village_id), None)
    if village is None or code not in village.items:
        return None
    return enter_value(parent, desk, period, village, village.items[code].item)


def enter_value(
    parent: QWidget, desk: Desk, period: Period, village: VillageScore, item: Item
) -> FormDialog:
    """The form of one village's value of an item that has no ledger."""
    before = village.items[item.code].fact

    def save(values: dict[str, Any]) -> None:
        given = {"of": None, **values}
        adjustments.enter(desk.work, period, village_id=village.id, item=item.code, **given)
        desk.messages.saved()

    dialog = FormDialog(
        parent,
        f"{village.village} · {period.label} · {item.name}",
        adjustments.value_fields(item),
        today=desk.work.today,
        save=save,
        values={"value": before.value, "of": before.of},
    )
    remember(dialog, value_form.__qualname__, period, village.id, item.code)
    dialog.open()
    return dialog


def freeze(
    parent: QWidget, desk: Desk, done: evaluation.Evaluation, *, accepted: bool = False
) -> FormDialog | None:
    """Keep the period's result for good; after changes it is a correction with its reason.

    A result of which most items have no record is asked about first, unless that was ``accepted``,
    one of which a week is running, and one of which a monthly ledger lacks reports or a ledger began.
    """
    period = done.period
    correcting = done.frozen is not None and bool(done.differences)
    waits = bool(done.now.pending) or done.now.is_empty  # said before anything is asked
    thin = done.now.is_incomplete and not waits and not accepted
    early = "" if waits or done.frozen is not None else evaluation.running(desk.work, period)
    lacking = "" if waits or done.frozen else evaluation.silent(desk.work, period, done.now)
    began = "" if waits or done.frozen else evaluation.begun(desk.work, period, done.now)
    if correcting or thin or early or lacking or began:
        shown: tuple[Field, ...] = ()
        if correcting:
            shown = (Field("reason", "更正原因", Kind.LONG_TEXT, required=True),)
        if thin:
            shown += (
                Field(
                    "incomplete",
                    "过半分值没有记录也冻结",
                    Kind.FLAG,
                    help=f"{done.now.lacking}，名次只反映其余几项",
                ),
            )
        if early:
            shown += (Field("early", "不等这一周过完就冻结", Kind.FLAG, help=early),)
        if lacking:
            shown += (Field("silent", "月报没有报齐也冻结", Kind.FLAG, help=lacking),)
        if began:
            shown += (Field("began", "开始登记以前的不计", Kind.FLAG, help=began),)
        version = done.frozen.version + 1 if done.frozen else 1

        def save(values: dict[str, Any]) -> None:
            flags = [each.name for each in shown if each.kind is Kind.FLAG]
            if unsaid := [name for name in flags if not values.get(name)]:
                raise Invalid(dict.fromkeys(unsaid, "确实要冻结的，请勾选；不冻结的请按“取消”。"))
            reason = values.get("reason") or ""
            # Every question was answered with yes.
            _freeze(desk, period, reason, accepted=True, early=True)

        dialog = FormDialog(
            parent,
            f"{'更正' if correcting else '冻结'}{period.label}考评结果（第{version}版）",
            shown,
            today=desk.work.today,
            save=save,
        )
        remember(dialog, freezing_form.__qualname__, period, freeze.__name__)
        dialog.open()
        return dialog
    try:
        _freeze(desk, period, "", accepted=accepted)
    except DomainError as problem:
        desk.messages.problem(problem)
    return None


def _freeze(
    desk: Desk, period: Period, reason: str, *, accepted: bool, early: bool = False
) -> None:
    evaluation.freeze(
        desk.work, period, reason=reason, accept_incomplete=accepted, accept_running=early
    )
    desk.messages.toast(f"{period.label}考评结果已{'更正' if reason else '冻结'}。")


def unfreeze(parent: QWidget, desk: Desk, done: evaluation.Evaluation) -> FormDialog | None:
    """Take the newest frozen version away; the only way there is, and it asks for the reason."""
    period = done.period
    if done.frozen is None:
        desk.messages.problem(f"{period.label}的结果还没有冻结，没有可以撤销的。")
        return None

    def save(values: dict[str, Any]) -> None:
        evaluation.withdraw(desk.work, period, reason=values.get("reason") or "")
        desk.messages.toast(f"{period.label}第{version}版冻结结果已撤销，原因记在修改历史里。")

    version = done.frozen.version
    dialog = FormDialog(
        parent,
        f"撤销冻结{period.label}考评结果（第{version}版）",
        (Field("reason", "撤销原因", Kind.LONG_TEXT, required=True),),
        today=desk.work.today,
        save=save,
    )
    remember(dialog, freezing_form.__qualname__, period, unfreeze.__name__)
    dialog.open()
    return dialog


@reopened
def freezing_form(parent: QWidget, desk: Desk, period: Period, name: str) -> FormDialog | None:
    """The form of freezing (``freeze``) or of taking it back (``unfreeze``), if it asks anything."""
    done = evaluation.evaluate(desk.work, period)
    if name == unfreeze.__name__:
        return unfreeze(parent, desk, done)
    asks = done.frozen is not None and bool(done.differences)
    asks |= done.now.is_incomplete or bool(evaluation.running(desk.work, period))
    asks |= bool(evaluation.silent(desk.work, period, done.now))
    asks |= bool(evaluation.begun(desk.work, period, done.now))
    return freeze(parent, desk, done) if asks else None


def say_check(desk: Desk, done: evaluation.Evaluation) -> None:
    """Whether the frozen result still holds, or everything that differs."""
    if done.frozen is None:
        desk.messages.problem(f"{done.period.label}的结果还没有冻结，没有可以核对的。")
        return
    row = done.frozen
    told = f"第{row.version}版，{row.frozen_by}于 {row.frozen_at:%Y-%m-%d %H:%M} 冻结"
    told += f"，更正原因：{row.reason}。" if row.reason else "。"
    if not evaluation.is_whole(row):
        told += "冻结的内容与校验码不符，可能被改动过，请从备份恢复。"
    if not done.differences:
        desk.messages.inform("与冻结时一致", f"{told}按现在的记录重算，结果没有变化。")
        return
    desk.messages.inform(
        f"有 {len(done.differences)} 处与冻结时不同",
        f"{told}确认是更正的，请用“更正”写明原因，形成新的一版。",
        detail="\n".join(done.differences),
    )
