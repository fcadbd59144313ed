"""填报情况: which villages have sent their form of a period, as a list to look at and to print."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.domain.errors import NotFound
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.forms import who_sent
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.ledgers.form_gathering import gather_folder
from gaotang_desktop.ui.ledgers.plain_table import PlainTable


class FormStanding(Dialog):
    """Those who have not sent theirs stand first."""

    def __init__(self, parent: QWidget, desk: Desk, kind: str, period: Period) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, parent
        self._kind, self._period = kind, period
        label = f"{period.label}{records.label_of(kind)}填报情况"
        self.setWindowTitle(label)
        heading = QLabel(label)
        heading.setProperty("class", "heading")
        standing = who_sent.standing(desk.work, kind, period)
        self.said = QLabel(standing.sentence if standing.rows else "这一期还没有发过填报表。")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("class", "secondary")
        self.table = PlainTable(
            ("村", "发出", "收回", "行数", "有问题", "文件"), wide=5, numbers=(3, 4),
            empty="在“导入”里点“发填报表…”，给每个村写一份。",
        )  # fmt: skip
        ordered = [*standing.lacking, *(row for row in standing.rows if row.received_on)]
        self.table.fill(
            [
                (row.village, f"{row.sent_on or ''}", f"{row.received_on or '未报'}",
                 "" if row.rows is None else str(row.rows), str(row.wrong or ""), row.file or "")
                for row in ordered
            ]
        )  # fmt: skip
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        self.print = QPushButton("打印名单")
        self.print.setEnabled(bool(standing.rows))
        self.print.clicked.connect(self._print)
        self.gather = QPushButton("收填报表…")
        self.gather.setProperty("role", "primary")
        self.gather.setDefault(True)
        self.gather.clicked.connect(self._gather)
        self.first = self.gather
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_3)
        buttons.addWidget(close)
        buttons.addStretch(1)
        buttons.addWidget(self.print)
        buttons.addWidget(self.gather)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(heading)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.resize(820, 560)

    def _print(self) -> None:
        from gaotang_desktop.ui.printing.paper_preview import preview_list

        try:
            listed = who_sent.listing(self._desk.work, self._kind, self._period)
        except NotFound as problem:
            self._desk.messages.problem(problem)
            return
        heading = f"{records.label_of(self._kind)}填报情况"
        preview_list(self, self._desk, listed, heading=heading, period=self._period)

    def _gather(self) -> None:
        self.accept()
        gather_folder(self._page, self._desk, self._kind, self._period)
