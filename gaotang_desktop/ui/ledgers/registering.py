"""The office's registers in a form: what can be chosen, and the missing name registered from there (F2)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Kind, Reference
from gaotang_desktop.services import records
from gaotang_desktop.services.workbench import second_look
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.widgets.form.editor import Registers, names
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.record_form import RecordForm

_CALLED = {
    "villages": "name", "units": "name", "places": "name", "dispute-categories": "name",
    "polls": "name", "grids": "name", "meetings": "topic",
}  # fmt: skip
"""What is added to while something else is entered, and the field that says what it is called."""


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
        return kind in _CALLED

    @override
    def register(self, form: QWidget, name: str) -> None:
        assert isinstance(form, RecordForm)
        field, typed = form.editor(name).field, form.editor(name).typed()

        kind, work = names(field), self._desk.work

        def choose(made: Reference) -> None:
            form.set_references()
            form.set_value(name, made.id if field.refers_to else made.label)
            for also, value in _left_empty(form, kind, records.get(work, kind, made.id)):
                form.set_value(also, value)

        proposed = _proposed(_asked(records.fields_for(kind)), form)
        # Small letters alone are the beginning of a search.
        searched = not isinstance(typed, str) or (typed.isascii() and typed.islower())
        self.add(form, kind, "" if searched else typed, choose, proposed)

    @override
    def add(
        self,
        parent: QWidget,
        kind: str,
        name: str,
        done: Callable[[Reference], Any],
        proposed: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        work = self._desk.work
        made: list[Reference] = []

        def save(given: dict[str, Any]) -> None:
            made.append(Reference(records.save(work, kind, given), given[_CALLED[kind]], 0))
            self._desk.messages.saved()

        dialog = FormDialog(
            parent,
            records.deed_of(kind),
            records.fields_for(kind),
            today=work.today,
            save=save,
            references=self,
            question=lambda typed: second_look.question(work, kind, None, typed),
            values={**proposed, _CALLED[kind]: name or None},
        )
        dialog.accepted.connect(lambda: done(made[-1]))
        dialog.open()


_Asked = Mapping[str, tuple[Any, ...]]


def _asked(shown: Sequence[Field]) -> _Asked:
    """By name what is chosen from a register or some words: two forms may ask the same."""
    return {
        each.name: (each.name, each.refers_to, each.choices)
        for each in shown
        if each.kind in (Kind.REFERENCE, Kind.CHOICE)
    }


def _proposed(asked: _Asked, form: RecordForm) -> dict[str, Any]:
    """What was chosen in other fields of the form and is ``asked`` of the new record as well."""
    read, own = form.readable(), _asked(form.fields)
    same = {name for name, key in asked.items() if own.get(name) == key}
    return {name: read[name] for name in same if read.get(name) is not None}


def _left_empty(form: RecordForm, kind: str, made: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What was chosen for the new record where the form asks the same and is empty yet."""
    read, asked = form.readable(), _asked(records.fields_for(kind))
    for name, key in _asked(form.fields).items():
        if (
            asked.get(name) == key
            and name in read
            and read[name] is None
            and made[name] is not None
        ):
            yield name, made[name]
