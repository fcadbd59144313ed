"""延期 in the detail of a dispute, an opinion or an intake: what was put off, and the small form."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import extensions
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.putting_away import put_away
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel


def tell_extensions(
    panel: SidePanel, parent: QWidget, desk: Desk, kind: str, record_id: int
) -> None:
    """What was put off and why; pressed, a line can be corrected or taken away."""
    for each in extensions.of(desk.work, kind, record_id):
        panel.add_item(
            "calendar-days", "accent",
            f"延期 {each.due_before:%m-%d} → {each.due_after:%m-%d}",
            f"{each.decided_on:%m-%d} {each.decided_by}批准：{each.reason}",
            partial(edit_extension, parent, desk, each.id),
        )  # fmt: skip


@reopened
def extend(parent: QWidget, desk: Desk, kind: str, record_id: int) -> FormDialog | None:
    """The form of an extension; ``None``, and a sentence, when the record is gone."""
    work = desk.work
    try:
        records.get(work, kind, record_id)
    except DomainError as problem:
        desk.messages.problem(problem)
        return None

    def save(typed: dict[str, Any]) -> None:
        extensions.extend(work, kind, record_id, **typed)
        desk.messages.undoable(f"已延期到 {typed['due_after']:%m-%d}。")

    return _opened(parent, desk, "登记延期", save, {"decided_on": work.today()})


@reopened
def edit_extension(parent: QWidget, desk: Desk, extension_id: int) -> FormDialog | None:
    """Correct what was said of an extension, or take it away; the deadline stays as it is."""
    work = desk.work
    try:
        values = records.get(work, "extensions", extension_id)
    except DomainError as problem:
        desk.messages.problem(problem)
        return None

    def save(typed: dict[str, Any]) -> None:
        records.save(work, "extensions", typed, record_id=extension_id)
        desk.messages.saved()

    return _opened(
        parent, desk, "修改延期", save, values,
        away=lambda: put_away(desk, "extensions", [extension_id]),
    )  # fmt: skip


def _opened(
    parent: QWidget,
    desk: Desk,
    title: str,
    save: Callable[[dict[str, Any]], None],
    values: Mapping[str, Any],
    away: Callable[[], Any] | None = None,
) -> FormDialog:
    known = {each.name: each for each in records.fields_for("extensions")}
    dialog = FormDialog(
        parent,
        title,
        tuple(known[name] for name in extensions.FIELDS),
        today=desk.work.today,
        save=save,
        put_away=away,
        values=values,
    )
    dialog.open()
    return dialog
