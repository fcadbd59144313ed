"""验收 and 提级督办 in the detail of a dispute, an opinion or an intake, and their small forms."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import pressing
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.putting_away import put_away
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel


def tell_pressing(panel: SidePanel, parent: QWidget, desk: Desk, kind: str, record_id: int) -> None:
    """How high it was brought, and how its end was looked at; pressed, a line can be corrected."""
    for raised in pressing.escalations(desk.work, kind, record_id):
        told = f"{raised.told}：" if raised.told else ""
        panel.add_item(
            "upload", "warn_text", f"{raised.raised_on:%m-%d} 提到{raised.level}",
            f"{told}{raised.answer or f'{raised.step}过了 {raised.due_on:%m-%d} 的期限'}",
            partial(edit_pressing, parent, desk, "escalations", raised.id),
        )  # fmt: skip
    for looked in pressing.acceptances(desk.work, kind, record_id):
        passed = looked.decision == "通过"
        panel.add_item(
            "circle-check" if passed else "rotate-ccw", "good" if passed else "bad",
            f"{looked.decided_on:%m-%d} 验收{looked.decision}",
            "：".join(each for each in (looked.decided_by, looked.reason) if each),
            partial(edit_pressing, parent, desk, "acceptances", looked.id),
        )  # fmt: skip


def add_pressing(
    panel: SidePanel,
    parent: QWidget,
    desk: Desk,
    kind: str,
    record_id: int,
    values: Mapping[str, Any],
) -> None:
    """The buttons: 验收 once it has ended and until it passed, 提级 while it is past its day."""
    if (known := pressing.ended(kind, values)) is not None:
        passed = any(
            each.decision == "通过" and each.decided_on >= known[0]
            for each in pressing.acceptances(desk.work, kind, record_id)
        )
        if not passed:
            panel.add_action("验收", partial(accept, parent, desk, kind, record_id))
        return
    if pressing.is_late(desk.work, kind, record_id):
        panel.add_action("提级", partial(escalate, parent, desk, kind, record_id))


@reopened
def accept(parent: QWidget, desk: Desk, kind: str, record_id: int) -> FormDialog | None:
    """The form of an acceptance: it passes, or goes back with a reason."""

    def save(typed: dict[str, Any]) -> None:
        pressing.accept(desk.work, kind, record_id, **typed)
        back = "，已退回重新办理" if typed["decision"] == "退回" else ""
        desk.messages.undoable(f"已登记验收{back}。")

    values = {"decided_on": desk.work.today(), "decision": "通过"}
    return _opened(parent, desk, "acceptances", "登记验收", save, values)


@reopened
def escalate(parent: QWidget, desk: Desk, kind: str, record_id: int) -> FormDialog | None:
    """The form of one step up; ``None``, and a sentence, when it is not late or high enough."""
    try:
        matter = pressing.one(desk.work, kind, record_id)
        level = pressing.next_level(desk.work, matter)
    except DomainError as problem:
        desk.messages.problem(problem)
        return None

    def save(typed: dict[str, Any]) -> None:
        pressing.note(desk.work, matter, typed)
        desk.messages.undoable(f"已登记提到{typed['level']}。")

    values = {"raised_on": desk.work.today(), "level": level}
    return _opened(parent, desk, "escalations", "提级督办", save, values)


@reopened
def edit_pressing(parent: QWidget, desk: Desk, kind: str, note_id: int) -> FormDialog | None:
    """Correct what was said, or take it away."""
    try:
        values = records.get(desk.work, kind, note_id)
    except DomainError as problem:
        desk.messages.problem(problem)
        return None

    def save(typed: dict[str, Any]) -> None:
        records.save(desk.work, kind, typed, record_id=note_id)
        desk.messages.saved()

    away = partial(put_away, desk, kind, [note_id])
    title = f"修改{records.label_of(kind)}"
    return _opened(parent, desk, kind, title, save, values, away=away)


def _opened(
    parent: QWidget,
    desk: Desk,
    kind: str,
    title: str,
    save: Callable[[dict[str, Any]], None],
    values: Mapping[str, Any],
    away: Callable[[], Any] | None = None,
) -> FormDialog:
    names = pressing.ACCEPTED if kind == "acceptances" else pressing.RAISED
    known = {each.name: each for each in records.fields_for(kind)}
    dialog = FormDialog(
        parent,
        title,
        tuple(known[name] for name in names),
        today=desk.work.today,
        save=save,
        put_away=away,
        values=values,
    )
    dialog.open()
    return dialog
