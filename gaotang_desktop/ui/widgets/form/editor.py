"""What a form asks of the editor of any field."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gaotang_desktop.domain.fields import Field, Reference
from gaotang_desktop.ui import theme

References = Callable[[str], Sequence[Reference]]


def names(field: Field) -> str:
    """The kind of record that a field names, one of a list or in words; ``""`` for neither."""
    return field.refers_to or field.named_in or ""


class Registers(ABC):
    """References to registers that may be added to from the form that chooses from them.

    Called with a kind of record it gives what can be chosen.
    """

    @abstractmethod
    def __call__(self, kind: str) -> Sequence[Reference]:
        """What can be chosen of a kind."""

    @abstractmethod
    def takes(self, kind: str) -> bool:
        """Whether a record of the kind may be registered from a form."""

    @abstractmethod
    def register(self, form: QWidget, name: str) -> None:
        """Open the form of a new record that the field ``name`` of a form names, and choose it there when it is stored."""

    @abstractmethod
    def add(
        self, parent: QWidget, kind: str, name: str, done: Callable[[Reference], object]
    ) -> None:
        """Open the form of a new record of that name over ``parent``; ``done`` is told when it is stored."""


class Editor(QWidget):
    """What a form asks of the editor of one field.

    ``edited`` when the operator changed it, ``returned`` when Enter asks for the next field.
    """

    edited = Signal()
    returned = Signal()
    asked_new = Signal()
    """F2: what is named here is to be registered."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.SPACE_1)

    def typed(self) -> Any:
        """What stands there, for ``fields.read``; ``None`` or ``""`` for nothing."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a stored value; does not say ``edited``."""
        raise NotImplementedError

    def put(self, typed: Any) -> None:
        """Show again what was once typed, also what cannot be read."""
        self.set_value(typed)

    def words(self) -> str:
        """What stands there, to be read."""
        typed = self.typed()
        return ("是" if typed else "") if isinstance(typed, bool) else str(typed or "")

    def advice(self) -> str:
        """What to do when what stands there cannot be read, beyond what is wrong with it."""
        return ""

    def unknown(self) -> str:
        """The name that stands there, where its register has none like it."""
        return ""

    def finish(self) -> None:
        """Close what is open beside the field: the form is being read."""

    def set_problem(self, problem: bool) -> None:
        """Mark what has to be mended."""
        inner = self.focusProxy()
        if inner is not None and bool(inner.property("problem")) != problem:
            inner.setProperty("problem", problem)
            inner.style().unpolish(inner)
            inner.style().polish(inner)

    def _adopt(self, inner: QWidget) -> None:
        self.setFocusProxy(inner)
        inner.setAccessibleName(self.field.label)
        self._row.addWidget(inner, 1)
