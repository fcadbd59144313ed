"""导入记录: every import from files, with the files as they came."""

from collections.abc import Collection

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import originals
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.ledgers.ledger import Ledger


class ImportRecords(Dialog):
    """The imports into some ledgers; the files stand at the right, to be opened or saved."""

    def __init__(self, parent: QWidget, desk: Desk, kinds: Collection[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入记录")
        labels = {records.label_of(kind) for kind in kinds}

        def of_these(work: Workplace, period: Period | None) -> Listing:
            found = records.listing(work, originals.KIND, period=period).listed()
            at = found.column("ledger")
            return found.where(lambda _number, row: row[at] in labels)

        self.ledger = Ledger(desk, originals.KIND, source=of_these)
        self.ledger.table.set_empty("还没有从文件导入过。以后每次导入的原件都存在这里。")
        self.first = self.ledger.table.view
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(close)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.SPACE_4] * 4))
        column.setSpacing(theme.SPACE_3)
        column.addWidget(self.ledger, 1)
        column.addLayout(buttons)
        room = parent.window().size()
        self.resize(max(860, min(1180, room.width() - 80)), max(480, min(680, room.height() - 80)))
        self.ledger.reload()
