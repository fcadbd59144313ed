"""A place whose content is made when it is first needed."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override


class Later(QWidget):
    """Calls ``make`` for its content when it is first shown, or when that is asked for.

    ``make`` is given the layout and adds to it from the outside in: each time that a widget changes
    its parent, all below it are given their style anew.
    """

    def __init__(self, make: Callable[[QVBoxLayout], None]) -> None:
        super().__init__()
        self._make: Callable[[QVBoxLayout], None] | None = make
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def is_made(self) -> bool:
        """Whether the content is there."""
        return self._make is None

    def fill(self) -> None:
        """Make the content now, unless it is there."""
        make, self._make = self._make, None
        if make is not None:
            make(self._column)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fill()
