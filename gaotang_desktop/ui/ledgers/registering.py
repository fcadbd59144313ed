"""The office's registers in a form: what can be chosen, and the missing name registered from there (F2)."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Kind, Reference
from gaotang_desktop.services import records
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.widgets.form.editor import Registers, names
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.record_form import RecordForm

_REGISTERS = ("villages", "units", "places", "dispute-categories", "polls", "grids")
"""What is added to while something else is entered."""
_CALLED = "name"


class OfficeRegisters(Registers):
    """``keeping(kind)`` are those that stay on offer although they are out of use."""

    def __init__(
        self, desk: Desk, keeping: Callable[[str], Collection[int]] = lambda _kind: ()
    ) -> None:
        self._desk, self._keeping = desk, keeping

    @override
    def __call__(self, kind: str) -> Sequence[Reference]:
        return records.references(self._desk.work, kind, keeping=self._keeping(kind))

    @override
    def takes(self, kind: str) -> bool:
        return kind in _REGISTERS

    @override
    def register(self, form: QWidget, name: str) -> None:
        assert isinstance(form, RecordForm)
        field = form.editor(name).field
        kind, typed = names(field), form.editor(name).typed()
        work, shown = self._desk.work, records.fields_for(kind)
        made: list[Reference] = []

        def save(given: dict[str, Any]) -> None:
            number = records.save(work, kind, given)
            made.append(Reference(number, given[_CALLED], 0))
            self._desk.messages.saved()

        def choose() -> None:
            form.set_references()
            form.set_value(name, made[-1].id if field.refers_to else made[-1].label)

        dialog = FormDialog(
            form,
            records.deed_of(kind),
            shown,
            today=work.today,
            save=save,
            references=self,
            values=_proposed(shown, form) | _named(typed),
        )
        dialog.accepted.connect(choose)
        dialog.open()


def _named(typed: object) -> dict[str, Any]:
    """What was typed as the name; small letters alone are the beginning of a search."""
    searched = not isinstance(typed, str) or (typed.isascii() and typed.islower())
    return {} if searched else {_CALLED: typed}


def _proposed(shown: Sequence[Field], form: RecordForm) -> dict[str, Any]:
    """What was chosen in other fields of the form and is asked of the new record as well."""
    read = form.readable()
    chosen = {
        (each.name, each.refers_to, each.choices): read[each.name]
        for each in form.fields
        if each.kind in (Kind.REFERENCE, Kind.CHOICE) and read.get(each.name) is not None
    }
    asked = {each.name: (each.name, each.refers_to, each.choices) for each in shown}
    return {name: chosen[key] for name, key in asked.items() if key in chosen}
