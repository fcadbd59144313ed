"""Several ledgers behind one tab: a chip for each, one of them shown."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.widgets.chips import PressChip


class SeveralLedgers(QWidget):
    """Lists of what belongs to other records: nothing is entered here that is not entered there.

    ``turned`` when another of them is shown.
    """

    turned = Signal()

    def __init__(self, ledgers: Sequence[Ledger]) -> None:
        super().__init__()
        self.ledgers = tuple(ledgers)
        self.chips = tuple(PressChip(each.label) for each in ledgers)
        self._shown = QStackedWidget()
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        for ledger, chip in zip(self.ledgers, self.chips, strict=True):
            chip.clicked.connect(lambda _checked, kind=ledger.kind: self.turn(kind))
            row.addWidget(chip)
            self._shown.addWidget(ledger)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_2, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(row)
        column.addWidget(self._shown, 1)
        self._mark()

    @property
    def ledger(self) -> Ledger:
        """The one shown."""
        return self.ledgers[self._shown.currentIndex()]

    def turn(self, kind: str) -> None:
        """Show another of them."""
        at = next(at for at, each in enumerate(self.ledgers) if each.kind == kind)
        self._shown.setCurrentIndex(at)
        self._mark()
        self.turned.emit()

    def _mark(self) -> None:
        for ledger, chip in zip(self.ledgers, self.chips, strict=True):
            chip.set_text(ledger.label, active=ledger is self.ledger)
            chip.setAccessibleDescription("正在看" if ledger is self.ledger else "")
