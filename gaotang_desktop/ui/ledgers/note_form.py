"""The form in which a dated step of a dispute or an assignment is corrected or taken away."""

from typing import Any

from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import records
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.putting_away import put_away
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened

_SHOWN = ("happened_on", "text", "remark")


@reopened
def note_form(parent: QWidget, desk: Desk, kind: str, note_id: int) -> FormDialog | None:
    """Day and words of a step of ``kind``; what it moved stays as it is.

    ``None``, and a sentence, when it is gone.
    """
    work = desk.work
    try:
        values = records.get(work, kind, note_id)
    except DomainError as problem:
        desk.messages.problem(problem)
        return None

    def save(typed: dict[str, Any]) -> None:
        records.save(work, kind, typed, record_id=note_id)
        desk.messages.saved()

    dialog = FormDialog(
        parent,
        f"修改{records.label_of(kind)}",
        tuple(each for each in records.fields_for(kind) if each.name in _SHOWN),
        today=work.today,
        save=save,
        put_away=lambda: put_away(desk, kind, [note_id]),
        values=values,
    )
    dialog.open()
    return dialog
