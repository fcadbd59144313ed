"""试算: what the edited rules would make of a month, and what they change, in words."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation.scheme_changes import changes
from gaotang_desktop.domain.evaluation.schemes import Scheme
from gaotang_desktop.services import evaluation
from gaotang_desktop.services import scheme_previews as previews
from gaotang_desktop.services.schemes import register
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.pages.evaluation.score_table import movement
from gaotang_desktop.ui.pages.evaluation.standing_bar import Differences
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker


class SchemePreview(QWidget):
    """The edited rules beside any stored version, the newest at first.

    ``edited()`` gives the scheme as it is typed and raises ``Invalid`` while it cannot be scored.
    """

    def __init__(self, desk: Desk, edited: Callable[[], Scheme]) -> None:
        super().__init__()
        self._desk, self._edited = desk, edited
        self._versions = [each.scheme for each in register.versions(desk.work)]
        self.period = PeriodPicker(evaluation.latest_period(desk.work))
        self.period.changed.connect(lambda _period: self.refresh())
        self.beside = QComboBox()
        self.beside.setAccessibleName("和哪一版对照")
        self.beside.addItems([f"对照{each.name}第{each.version}版" for each in self._versions])
        self.beside.currentIndexChanged.connect(lambda _at: self.refresh())
        self.words = QLabel()
        self.words.setProperty("class", "secondary")
        self.words.setWordWrap(True)
        self.table = PlainTable(
            ("村", "原名次", "新名次", "升降", "原得分", "新得分"),
            wide=0,
            empty="先把方案填对，再试算。",
            numbers=(1, 2, 3, 4, 5),
        )
        self.changes = Differences()
        self.changes.show()
        head = QHBoxLayout()
        head.addWidget(self.period)
        head.addWidget(self.beside)
        head.addWidget(self.words, 1)
        both = QHBoxLayout()
        both.setSpacing(theme.SPACE_4)
        both.addWidget(self.table, 3)
        both.addWidget(self.changes, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_3, 0, 0)
        column.addLayout(head)
        column.addLayout(both, 1)

    def refresh(self) -> None:
        """Score the month by what is typed; shown once it is done."""
        try:
            scheme = self._edited()
        except DomainError as problem:
            self.table.setRowCount(0)
            self.changes.show_sentences(())
            self.words.setText(f"填对以后才能试算。{problem}")
            return
        old = self._versions[self.beside.currentIndex()]
        said = changes(old, scheme)
        self.changes.show_sentences(said or (f"和{old.name}第{old.version}版相同。",))
        work, period = self._desk.work, self.period.period
        self._desk.jobs.read(
            lambda: previews.preview(work, scheme, period, beside=old),
            self.show_rows,
            key="preview",
        )

    def show_rows(self, rows: tuple[previews.Moved, ...]) -> None:
        """Every village by both versions."""
        self.table.setRowCount(len(rows))
        for row, each in enumerate(rows):
            words = (
                each.village,
                "—" if each.before is None else str(each.before),
                "—" if each.after is None else str(each.after),
                movement(each.after, each.before),
                str(each.was),
                str(each.total),
            )
            for column, text in enumerate(words):
                self.table.setItem(row, column, QTableWidgetItem(text))
        moved = sum(each.before != each.after for each in rows)
        scored = sum(each.was != each.total for each in rows)
        self.words.setText(
            f"{self.period.period.label}按新方案试算：{scored} 个村得分变，{moved} 个村名次变。"
            "只是试算，不保存。"
        )
